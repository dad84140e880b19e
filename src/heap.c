/*
 * How glibc's allocator treats memory that is free again.
 *
 * As it comes, it learns from the first large body that is freed that blocks of this size come and go: from then on it
 * keeps up to 64 MB of free memory in each of eight heaps per processor, which is more than the pod has. Here blocks of a
 * megabyte and more come from the system and go back to it at once, and heaps are few and keep little.
 *
 * Settings are made before main, because afterwards threads have heaps. It is C because they are functions of glibc that
 * Rust may only call where it is unsafe. Other C libraries have no such settings and need none.
 */
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

/* Heaps: as many as threads that serve, at the most. */
#define HEAPS 4
/* Blocks of so many bytes come from the system. */
#define LARGE (1 << 20)
/* A heap keeps so many free bytes at its end. */
#define KEPT (1 << 20)

__attribute__((constructor)) static void set_up_heap(void) {
    mallopt(M_ARENA_MAX, HEAPS);
    mallopt(M_MMAP_THRESHOLD, LARGE);
    mallopt(M_TRIM_THRESHOLD, KEPT);
}
#endif
