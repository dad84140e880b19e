//! What the server runs for the stream and the sessions, each as a whole.

use std::sync::OnceLock;

use redis::Script;

fn once(script: &'static OnceLock<Script>, text: &str) -> &'static Script {
    script.get_or_init(|| Script::new(text))
}

/// Appends news, numbers those that are exchanges, and keeps the sessions that they are about.
///
/// Keys: stream, last index, keys to keep. Arguments: the most entries, our id, the least last index, times to live of the
/// keys, then four for each of the news: letter, number, session, text.
pub fn append() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local floor, at = tonumber(ARGV[3]), 4
for i = 3, #KEYS do
    redis.call('PEXPIRE', KEYS[i], ARGV[at])
    at = at + 1
end
for i = at, #ARGV, 4 do
    local index = ''
    if ARGV[i] == 'w' or ARGV[i] == 'r' then
        index = redis.call('INCR', KEYS[2])
        if index <= floor then
            index = floor + 1
            redis.call('SET', KEYS[2], string.format('%.0f', index))
        end
        index = string.format('%.0f', index)
    end
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', ARGV[2], 'k', ARGV[i], 'n', ARGV[i + 1], 's', ARGV[i + 2],
        'i', index, 'd', ARGV[i + 3])
end
return 1";
    once(&SCRIPT, TEXT)
}

/// Key: stream. Gives the id of its last entry, or nothing.
pub fn tip() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    once(
        &SCRIPT,
        "local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)\nreturn last[1] and last[1][1] or ''",
    )
}

/// Keys: what is known of a session, what it began as. Arguments: what is known of one that starts now (empty: none does),
/// time to live. Gives both texts, or nothing.
pub fn meet() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local known = redis.call('GET', KEYS[1])
if not known and ARGV[1] ~= '' then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    known = ARGV[1]
end
return {known or '', redis.call('GET', KEYS[2]) or ''}";
    once(&SCRIPT, TEXT)
}

/// Keys: what is known of a session, what it began as. Arguments: both texts, time to live. Gives 0 where there is one.
pub fn start() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return 1";
    once(&SCRIPT, TEXT)
}

/// Keys: whatever is to be forgotten.
pub fn forget() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    once(&SCRIPT, "return redis.call('DEL', unpack(KEYS))")
}

/// Key: a space. Gives how many buckets it has changed.
pub fn changed_buckets() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local count = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, 2) == 'b:' then count = count + 1 end
end
return count";
    once(&SCRIPT, TEXT)
}

/// Key: a hash. Gives all of it.
pub fn all() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    once(&SCRIPT, "return redis.call('HGETALL', KEYS[1])")
}

/// Key: a hash. Arguments: field, content; an empty content is none.
pub fn put() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
if ARGV[2] == '' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])";
    once(&SCRIPT, TEXT)
}
