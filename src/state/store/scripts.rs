//! What the server runs for us, each as a whole: fetching parts of a space, and writing them if nobody else has.
//!
//! A space is one hash. A place has a field, and in `v:` before its name a version, which is drawn by whoever writes it and
//! never comes again; a count is its own version (`n:` of requests, `u:` of uses of stubs and the like). What a space has not changed it has from the hash of beginnings,
//! whose versions are shown with `@` in front. `rev` changes with every write.

use std::sync::OnceLock;

use redis::Script;

/// Gives the version and content of fields, but not the content of a version that is known.
const FETCH: &str = r"
local function is_count(field)
    local kind = string.sub(field, 1, 2)
    return kind == 'n:' or kind == 'u:'
end
local function fetch(first, last)
    local found = {}
    for i = first, last, 2 do
        local field, known = ARGV[i], ARGV[i + 1]
        if is_count(field) then
            found[#found + 1] = {redis.call('HGET', KEYS[1], field) or '', false}
        else
            local key, mark = KEYS[1], ''
            local version = redis.call('HGET', key, 'v:' .. field)
            if not version then
                key, mark = KEYS[2], '@'
                version = redis.call('HGET', key, 'v:' .. field)
            end
            if not version then
                found[#found + 1] = {'', false}
            elseif mark .. version == known then
                found[#found + 1] = {known, false}
            else
                found[#found + 1] = {mark .. version, redis.call('HGET', key, field)}
            end
        end
    end
    return found
end
local function keep(ttl)
    if ttl ~= '0' then redis.call('PEXPIRE', KEYS[1], ttl) end
end
";

/// Keys: space, beginnings. Arguments: time to live, then pairs of field and version that is known.
pub fn load() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    SCRIPT.get_or_init(|| Script::new(&format!("{FETCH}\nkeep(ARGV[1])\nreturn fetch(2, #ARGV)")))
}

/// Keys: space, beginnings. Arguments: time to live. Gives `rev` and both hashes.
pub fn load_all() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let text = "keep(ARGV[1])\n\
            return {redis.call('HGET', KEYS[1], 'rev') or '', redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2])}";
        Script::new(&format!("{FETCH}\n{text}"))
    })
}

/// Keys: space, beginnings, turn. Arguments: time to live, new version, `rev` that must hold (`*` for any), whether
/// everything is replaced, number of arguments that are versions to hold, a ticket, whether the turn is wanted, pairs of
/// field and version, pairs of field and content. Gives 1, or what [`load`] would give of the fields whose versions had to
/// hold, or 0 where `rev` had, or 2 where another has the turn. Who was too late and wants it has the turn for the next
/// moments: others wait, so that nobody is late for ever.
pub fn commit() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
local version, rev, checked = ARGV[2], ARGV[3], 7 + tonumber(ARGV[5])
local turn = redis.call('GET', KEYS[3])
if turn and turn ~= ARGV[6] then return 2 end
local function late()
    if ARGV[7] == '1' then redis.call('SET', KEYS[3], ARGV[6], 'PX', 100) end
end
if rev ~= '*' and (redis.call('HGET', KEYS[1], 'rev') or '') ~= rev then
    late()
    return 0
end
for i = 8, checked, 2 do
    local field, expected = ARGV[i], ARGV[i + 1]
    if not is_count(field) then field = 'v:' .. field end
    local own = redis.call('HGET', KEYS[1], field) or ''
    if string.sub(expected, 1, 1) == '@' then expected = '' end
    if own ~= expected then
        late()
        return fetch(8, checked)
    end
end
if turn then redis.call('DEL', KEYS[3]) end
if ARGV[4] == '1' then
    for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
        if string.sub(field, 1, 2) ~= 'u:' then redis.call('HDEL', KEYS[1], field) end
    end
end
for i = checked + 1, #ARGV, 2 do
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    if not is_count(ARGV[i]) then redis.call('HSET', KEYS[1], 'v:' .. ARGV[i], version) end
end
redis.call('HSET', KEYS[1], 'rev', version)
keep(ARGV[1])
return 1";
    SCRIPT.get_or_init(|| Script::new(&format!("{FETCH}{TEXT}")))
}

/// Key: beginnings. Arguments: version, then pairs of field and content. The first one who says how a place begins is right.
pub fn begin() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    const TEXT: &str = r"
for i = 2, #ARGV, 2 do
    if redis.call('HSETNX', KEYS[1], 'v:' .. ARGV[i], ARGV[1]) == 1 then
        redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    end
end
return 1";
    SCRIPT.get_or_init(|| Script::new(TEXT))
}
