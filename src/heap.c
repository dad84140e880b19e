/*
 * How glibc's allocator treats memory that is free again.
 *
 * As it comes, it learns from the first large body that is freed that blocks of this size come and go: from then on it
 * keeps up to 64 MB of free memory in each of eight heaps per processor, which is more than the pod has. Here blocks of a
 * megabyte and more come from the system and go back to it at once, and heaps are few and keep little.
 *
 * What small values leave behind is free as well, but lies between others, and the allocator keeps it. A thread gives it
 * back whenever the process has grown, and from time to time as long as it is larger than it was at its least: what it held
 * then may be free by now. At rest it reads a number ten times a second; in a process that has become much larger more
 * often, because requests that each fill a heap come and go faster than that.
 *
 * Once the process has started, the same thread lets go of the pages of the program: most of what a start runs never runs again.
 * What does comes back from the file's pages in memory, some microseconds for each sixteen of them.
 *
 * Settings are made before main, because afterwards threads have heaps. It is C because they are functions of glibc that
 * Rust may only call where it is unsafe. Other C libraries have no such settings and need none.
 */
#include <stdlib.h>

#ifdef __GLIBC__
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Heaps: as many as threads that serve, at the most, and two for those that a start has beside them: threads that compute on
 * one heap wait for each other. */
#define HEAPS 6
/* Blocks of so many bytes come from the system; none does until the files are read that the process starts with: what is made of
 * a file then takes the place of its text, which saves the system as many pages. */
#define LARGE (1 << 20)
/* So many of them, as many as glibc takes by itself. */
#define MOST_LARGE (64 << 10)
/* A heap keeps so many free bytes at its end. */
#define KEPT (1 << 20)
/* So much larger the process may become (bytes) before what is free in it is looked for. */
#define GROWN (8 << 20)
/* A process that grows by less than that (bytes) from one look to the next does not start any more. */
#define SETTLED (1 << 20)
/* How often it is looked at, in nanoseconds: so often in a process that is this much (bytes) larger than at its least, and
 * else after as many times that as CALM says. */
#define EVERY 25000000
#define MUCH (32 << 20)
#define CALM 4
/* After so many times EVERY what is free is looked for in a process that is larger than at its least, grown or not; after
 * twice as many where little came of it, up to RARELY. */
#define OFTEN 120
#define RARELY 1200
/* The thread needs hardly any stack. */
#define STACK (64 << 10)

/* Bytes that the process has in memory, 0 where that is not known. */
static size_t resident(int statm) {
    char text[64];
    ssize_t length = pread(statm, text, sizeof text - 1, 0);
    if (length <= 0) {
        return 0;
    }
    text[length] = 0;
    char *second = text;
    strtoul(text, &second, 10);
    return strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* Where the linker puts constants and code, which nobody writes to. */
extern const char __executable_start[], etext[];

/* The pages of constants and code are those of the file: they may go at any time. */
static void let_program_go(void) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t from = ((uintptr_t)__executable_start + page - 1) / page * page;
    const uintptr_t to = (uintptr_t)etext / page * page;
    if (from < to) {
        madvise((void *)from, to - from, MADV_DONTNEED);
    }
}

static void *give_back(void *unused) {
    (void)unused;
    int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    size_t left = 0, before = 0, least = (size_t)-1;
    int waited = 0, enough = OFTEN, has_started = 0, is_settled = 0;
    while (statm >= 0) {
        int times = least != (size_t)-1 && left > least + MUCH ? 1 : CALM;
        const struct timespec pause = {0, times * EVERY};
        nanosleep(&pause, NULL);
        size_t now = resident(statm);
        waited += times;
        int has_grown = now > left + GROWN;
        if (!has_started && !has_grown) {
            mallopt(M_MMAP_MAX, MOST_LARGE);
            has_started = 1;
        }
        if (!is_settled && now < before + SETTLED) {
            let_program_go();
            is_settled = 1;
        }
        before = now;
        if (has_grown || (waited >= enough && now > least + GROWN)) {
            malloc_trim(0);
            left = resident(statm);
            int is_worth_it = has_grown || left + GROWN / 8 < now;
            enough = is_worth_it ? OFTEN : 2 * enough < RARELY ? 2 * enough : RARELY;
            waited = 0;
        } else if (now < left) {
            left = now;
        }
        if (left < least) {
            least = left;
        }
    }
    return NULL;
}

/* Signals are none of the thread's business. */
static void start_giving_back(void) {
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_t thread;
    sigfillset(&all);
    if (pthread_attr_init(&attributes) != 0) {
        return;
    }
    pthread_attr_setstacksize(&attributes, STACK);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_create(&thread, &attributes, give_back, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
}

__attribute__((constructor)) static void set_up_heap(void) {
    mallopt(M_ARENA_MAX, HEAPS);
    mallopt(M_MMAP_THRESHOLD, LARGE);
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, KEPT);
    start_giving_back();
}
#endif
