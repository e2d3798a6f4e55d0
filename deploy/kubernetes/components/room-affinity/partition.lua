-- Kafka's default partitioner: murmur2 of the key, its sign dropped, modulo the number of partitions.

local WORD = 0xffffffff
local SEED = 0x9747b28c
local MIX = 0x5bd1e995

local function murmur2(key)
  local length = #key
  local hash = SEED ~ length
  local whole = length - length % 4
  for at = 1, whole, 4 do
    local word = string.unpack("<I4", key, at) * MIX & WORD
    word = (word ~ word >> 24) * MIX & WORD
    hash = hash * MIX & WORD ~ word
  end
  if length > whole then
    local rest = 0
    for at = length, whole + 1, -1 do
      rest = rest << 8 | key:byte(at)
    end
    hash = (hash ~ rest) * MIX & WORD
  end
  hash = (hash ~ hash >> 13) * MIX & WORD
  return hash ~ hash >> 15
end

core.register_converters("partition", function(room, partitions)
  return "p" .. (murmur2(room) & 0x7fffffff) % tonumber(partitions)
end)
