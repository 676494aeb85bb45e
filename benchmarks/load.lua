-- wrk's requests: `wrk ... URL -- KIND [PREFIX]`, and its result as one line.
--   get               the URL as it is
--   report            POSTs reports of a hundred containers, PREFIX0 to PREFIX99, each with a new time
--   etcd-get          asks etcd's JSON gateway for the key that etcd-put 0 writes
--   etcd-put          writes keys one after the other, each with a report's bytes
-- Prints: requests a second, median and 99th percentile in milliseconds, failed requests.

local REPORT = '{"id":"%s%d","image":"nginx:1.27","name":"web-%s%d","timestamp":"%s.%06dZ",'
  .. '"memory_usage":12.5,"cpu_usage":0.25}'
local second = os.date("!%Y-%m-%dT%H:%M:%S")
local number, prefix, kind = 0, "", "get"

-- Four letters and digits are three bytes in base 64: a counter needs no encoding.
local function etcd(fields)
  return "{" .. fields .. "}"
end

function init(arguments)
  kind = arguments[1] or kind
  prefix = arguments[2] or prefix
  wrk.headers["Content-Type"] = "application/json"
  if kind == "get" then
    return
  end
  wrk.method = "POST"
  if kind == "etcd-get" then
    wrk.body = etcd('"key":"000000000000"')
  elseif kind == "etcd-put" then
    local value = string.rep("A", 4 * math.floor(#REPORT / 3))
    request = function()
      number = number + 1
      return wrk.format(nil, nil, nil, etcd(string.format('"key":"%012d","value":"%s"', number, value)))
    end
  elseif kind == "report" then
    request = function()
      number = number + 1
      local n = number % 100
      return wrk.format(nil, nil, nil, string.format(REPORT, prefix, n, prefix, n, second, number))
    end
  else
    error("unknown kind " .. kind)
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format("figures %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
