//! What the server runs for the stream and the sessions, each as a whole.

use std::sync::OnceLock;

use redis::Script;

fn once(script: &'static OnceLock<Script>, text: &str) -> &'static Script {
    script.get_or_init(|| Script::new(text))
}

/// Appends news, numbers those that are exchanges, and keeps the sessions that they are about.
///
/// Keys: stream, last index, keys to keep, spaces. Arguments: the most entries, our id, the least last index, number of keys
/// to keep, their times to live, then four for each of the news: letter, number, session, text. A use (`u`) is counted and
/// is no entry; its number is that of the space's key, its text the field.
pub fn append() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local floor, kept = tonumber(ARGV[3]), tonumber(ARGV[4])
for i = 5 + kept, #ARGV, 4 do
    local index = ''
    if ARGV[i] == 'w' or ARGV[i] == 'r' then
        index = redis.call('INCR', KEYS[2])
        if index <= floor then
            index = floor + 1
            redis.call('SET', KEYS[2], string.format('%.0f', index))
        end
        index = string.format('%.0f', index)
    end
    if ARGV[i] == 'u' then
        redis.call('HINCRBY', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 3], 1)
    else
        redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', ARGV[2], 'k', ARGV[i], 'n', ARGV[i + 1], 's', ARGV[i + 2],
            'i', index, 'd', ARGV[i + 3])
    end
end
for i = 1, kept do redis.call('PEXPIRE', KEYS[2 + i], ARGV[4 + i]) end
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

/// Keys: what is known of a session, what it began as, what steers it. Arguments: what is known of one that starts now
/// (empty: none does), time to live. Gives both texts, or nothing, and whether anything steers it.
pub fn meet() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local known = redis.call('GET', KEYS[1])
if not known and ARGV[1] ~= '' then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    known = ARGV[1]
end
return {known or '', redis.call('GET', KEYS[2]) or '', redis.call('EXISTS', KEYS[3])}";
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

/// Changes what steers a space, and gives it.
///
/// Keys: what steers it, the space, others to keep with them. Arguments: time to live (`0`: for ever), number of fields that
/// go, number of fields that come, those that go, three for each that comes (field; `-` where it stands before what is
/// there; text), then cells of which uses are asked beside those of the fields. What comes has not been used yet. Gives all
/// fields, each with its place in the order before its text, and how often they were used.
pub fn steer() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local at = 4
local function unused(field) redis.call('HDEL', KEYS[2], 'u:' .. string.sub(field, 3)) end
for _ = 1, tonumber(ARGV[2]) do
    redis.call('HDEL', KEYS[1], ARGV[at])
    unused(ARGV[at])
    at = at + 1
end
for _ = 1, tonumber(ARGV[3]) do
    local order = redis.call('HINCRBY', KEYS[1], 'order', 1)
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1] .. string.format('%.0f', order) .. ' ' .. ARGV[at + 2])
    unused(ARGV[at])
    at = at + 3
end
if ARGV[1] ~= '0' then
    for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
end
local told, used = {}, {}
local function count(cell)
    local number = redis.call('HGET', KEYS[2], 'u:' .. cell)
    if number then
        used[#used + 1] = cell
        used[#used + 1] = number
    end
end
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
    if all[i] ~= 'order' then
        told[#told + 1] = all[i]
        told[#told + 1] = all[i + 1]
        count(string.sub(all[i], 3))
    end
end
for i = at, #ARGV do count(ARGV[i]) end
return {told, used}";
    once(&SCRIPT, TEXT)
}

/// Keys: what steers a space, the space. Forgets all of it, and how often it was used.
pub fn unsteer() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
redis.call('DEL', KEYS[1])
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    if string.sub(field, 1, 2) == 'u:' then redis.call('HDEL', KEYS[2], field) end
end
return 1";
    once(&SCRIPT, TEXT)
}

/// Key: a space. Arguments: field, time to live (`0`: for ever). Counts, and gives the count.
pub fn count() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local counted = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
if ARGV[2] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return counted";
    once(&SCRIPT, TEXT)
}

/// Key: replicas. Arguments: one of them, whether it is there or goes, milliseconds. Gives all that were there within these.
pub fn present() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] == '1' then redis.call('ZADD', KEYS[1], now, ARGV[1]) else redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 60000)
redis.call('PEXPIRE', KEYS[1], 60000)
return redis.call('ZRANGEBYSCORE', KEYS[1], now - ARGV[3], '+inf')";
    once(&SCRIPT, TEXT)
}
