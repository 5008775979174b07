// Prints documents.json: documents as three independent encoders write them (JavaScript's own JSON, the npm packages cbor and
// @msgpack/msgpack), and the rows that they hold, written down here from the same data. Run it where the packages are installed:
//   npm install cbor@10.0.12 @msgpack/msgpack@3.1.3 && node make_documents.mjs > documents.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.cwd() + "/"));
const cbor = require("cbor");
const msgpack = require("@msgpack/msgpack");

const start = Date.UTC(2021, 0, 1);
const iso = (ms) => new Date(ms).toISOString().replace(/\.000Z$/, "Z").replace(/(\.\d*?)0+Z$/, "$1Z");
const cell = (value, decimals) => (value === undefined || value === null ? "-" : decimals === undefined ? String(value) : value.toFixed(decimals));
const row = (ms, ...cells) => [iso(ms), ...cells].join("|");

const cases = [];

function add(name, value, mapping, channels, rows, options = {}) {
  const binary = options.binary ?? value;
  cases.push({
    name,
    mapping,
    channels,
    rows,
    json: JSON.stringify(value),
    cbor: cbor.Encoder.encodeOne(options.cbor ?? binary, { highWaterMark: 1 << 20 }).toString("hex"),
    messagepack: Buffer.from(msgpack.encode(options.messagepack ?? binary, options.encode)).toString("hex"),
  });
}

const values = [
  [0, 21.5, 40, 3.71], [1000, 21.75, undefined, 3.7], [2500, -0.25, 41, null], [3999, 0.1, 100, 3.69], [60000, 1234567.891, 0, 0],
];
const channels = [
  { name: "temperature", type: "decimal(12,3)", path: "temp" },
  { name: "humidity", type: "int32", path: "hum" },
  { name: "battery", type: "double", path: "power.v" },
  { name: "station", type: "text", path: "$.station" },
];
const readings = values.map(([t, temp, hum, v]) => ({ ts: start + t, temp, hum, power: { v } }));
const rows = values.map(([t, temp, hum, v]) => row(start + t, cell(temp, 3), cell(hum), cell(v), "north"));

add("a list of objects, times in milliseconds", { station: "north", readings }, { samples: "readings", time: { path: "ts", as: "ms" } }, channels, rows);
add("the station comes after the list", { data: { readings }, station: "north" }, { samples: "data.readings", time: { path: "ts", as: "ms" } }, channels, rows);
add("an object whose members are the samples", { station: "north", readings: Object.fromEntries(readings.map((r, i) => ["r" + i, r])) },
  { samples: "readings", time: { path: "ts", as: "ms" } }, channels, rows);
add("a document is a sample", { station: "north", ...readings[0] }, { samples: "", time: { path: "ts", as: "ms" } }, channels, rows.slice(0, 1));
add("a list is the document", readings, { samples: "$", time: { path: "ts", as: "ms" } }, channels.slice(0, 3),
  rows.map((text) => text.replace("|north", "")));
add("an empty list", { station: "north", readings: [] }, { samples: "readings", time: { path: "ts", as: "ms" } }, channels, []);
add("lists in a list", { station: "north", readings: values.map(([t, ...rest]) => [start / 1000 + t / 1000, ...rest.map((v) => v ?? null)]) },
  { samples: "readings", time: { path: "[0]", as: "s" } },
  [{ ...channels[0], path: "[1]" }, { ...channels[1], path: "[2]" }, { ...channels[2], path: "[3]" }, channels[3]], rows);
add("columns", { t: values.map((v) => v[0]), t0: iso(start), temp: values.map((v) => v[1]), hum: values.map((v) => v[2] ?? null), power: { v: values.map((v) => v[3]) }, station: "north" },
  { samples: "", kind: "Columns", time: { path: "t", as: "ms", base: "$.t0", baseAs: "rfc3339" } }, channels, rows);
add("times from a base of each sample", readings.map((r, i) => ({ ...r, ts: values[i][0], from: start / 1000 })),
  { samples: "$", time: { path: "ts", as: "ms", base: "from", baseAs: "s" } }, channels.slice(0, 3), rows.map((text) => text.replace("|north", "")));
add("names with points, quotes and other letters",
  { "a.b": { "it's": 1, "Temperatur außen": 2, "[0]": 3 }, "\u0001\n\"": 4, t: iso(start) },
  { samples: "", time: { path: "t" } },
  [
    { name: "a", type: "int32", path: "'a.b'.'it''s'" }, { name: "b", type: "int32", path: "'a.b'.Temperatur außen" },
    { name: "c", type: "int32", path: "'a.b'.'[0]'" }, { name: "d", type: "int32", path: "\u0001\n\"" },
  ],
  [row(start, 1, 2, 3, 4)]);
add("text, flags and bytes",
  { t: start, text: "grün \u{1F600} \"\\\n\t", on: true, off: false, raw: Buffer.from("hi \xff\xfe", "latin1").toString("base64") },
  { samples: "", time: { path: "t", as: "ms" } },
  [
    { name: "a", type: "text", path: "text" }, { name: "b", type: "int32", path: "on" }, { name: "c", type: "int32", path: "off" },
    { name: "d", type: "binary", path: "raw" }, { name: "e", type: "text", path: "on" },
  ],
  [row(start, "grün \u{1F600} \"\\\n\t", 1, 0, "0x686920fffe", "true")],
  { binary: { t: start, text: "grün \u{1F600} \"\\\n\t", on: true, off: false, raw: Buffer.from("hi \xff\xfe", "latin1") } });
const integers = [0, 23, 24, 127, 128, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -1, -24, -25, -32, -33, -128, -129, -32768, -32769, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 53) + 1];
add("integers of all lengths", integers.map((v) => ({ v })), { samples: "$" }, [{ name: "a", type: "int64", path: "v" }],
  integers.map((v) => row(start, v)));
const reals = [0.5, 1.5, 65504, 100000.5, 3.4028234663852886e38, 0.1, -4.1, 1e300, 5e-324, 2 ** -14];
add("floating-point numbers", reals.map((v) => ({ v })), { samples: "$" }, [{ name: "a", type: "double", path: "v" }],
  reals.map((v) => row(start, v >= 1e15 || v < 1e-4 && v > 0 ? v.toExponential().replace("e", "E").replace(/E-(\d)$/, "E-0$1") : v)));
add("single precision counts as its shortest decimal", [{ v: 21.7 }, { v: 0.1 }, { v: -1234.5 }], { samples: "$" },
  [{ name: "a", type: "decimal(9,2)", path: "v" }, { name: "b", type: "text", path: "v" }],
  [row(start, "21.70", "21.7"), row(start, "0.10", "0.1"), row(start, "-1234.50", "-1234.5")],
  { encode: { forceFloat32: true } });
add("times that the format marks", [{ t: iso(start + 1), v: 1 }, { t: iso(start + 1234567890123), v: 2 }],
  { samples: "$", time: { path: "t" } }, [{ name: "a", type: "int32", path: "v" }, { name: "b", type: "timestamp", path: "t" }],
  [row(start + 1, 1, iso(start + 1)), row(start + 1234567890123, 2, iso(start + 1234567890123))],
  { binary: [{ t: new Date(start + 1), v: 1 }, { t: new Date(start + 1234567890123), v: 2 }] });
const long = "x".repeat(300);
add("long text", [{ v: "y".repeat(200) }, { v: long }], { samples: "$" }, [{ name: "a", type: "text", path: "v" }],
  [row(start, "y".repeat(200)), row(start, long)]);

console.log(JSON.stringify(cases, null, 1));
