// Makes golden.json: messages as protobufjs 8 encodes them, and what their samples are, written beside them by hand.
//
//   npm install protobufjs@8.8.1
//   protoc --include_imports --descriptor_set_out=telemetry.pb telemetry.proto
//   node make_golden.mjs > golden.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const protobuf = createRequire(process.cwd() + "/")("protobufjs");
const root = protobuf.loadSync("telemetry.proto");
const encode = (type, value) => {
  const message = root.lookupType("telemetry." + type);
  return Buffer.from(message.encode(message.fromObject(value)).finish());
};

const readings = [
  { at: { seconds: 1609459200, nanos: 123456789 }, temperature: -215, humidity: 0, status: "OK", position: { latitude: 52.5, longitude: -13.25, altitude: 34.5 }, note: "first" },
  { at: { seconds: 1609459201 }, temperature: 2147483647, status: 7, position: {}, raw: Buffer.from([0, 255]) },
  { at: { seconds: -1, nanos: 999999000 }, status: 3, seen: { latitude: 1.5 } },
];
const readingChannels = [
  ["temperature", "int32", "temperature"], ["humidity", "int32", "humidity"], ["status", "text", "status"],
  ["latitude", "double", "position.latitude"], ["altitude", "float", "position.altitude"], ["note", "text", "note"],
  ["raw", "binary", "raw"], ["seen", "double", "seen.latitude"], ["device", "text", "$.device"], ["floor", "int64", "$.site.inner.floor"],
  ["battery", "int32", "$.battery"],
];
const readingRows = (tail) => [
  `2021-01-01T00:00:00.123456Z|-215|0|OK|52.5|34.5|first|-|-|${tail}`,
  `2021-01-01T00:00:01Z|2147483647|-|FAULT|0|-|-|0x00ff|-|${tail}`,
  `1969-12-31T23:59:59.999999Z|0|-|3|-|-|-|-|1.5|${tail}`,
];

const scalars = ["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes", "enum"];
const scalarTypes = ["double", "float", "int32", "int64", "int64", "text", "int32", "int64", "int64", "text", "int32", "int64", "int32", "text", "binary", "text"];
const scalarChannels = scalars.map((name, index) => [name, scalarTypes[index], "v_" + name]);
const scalarValue = (values) => Object.fromEntries(scalars.map((name, index) => ["v" + name[0].toUpperCase() + name.slice(1), values[index]]));
const most = [1.7976931348623157e308, 16777216, 2147483647, "9223372036854775807", 4294967295, "18446744073709551615", 2147483647, "9223372036854775807", 4294967295, "18446744073709551615", 2147483647, "9223372036854775807", true, "µ", Buffer.from("ff00", "hex"), 7];
const least = [-0.1, -0.5, -2147483648, "-9223372036854775808", 0, 0, -2147483648, "-9223372036854775808", 0, 0, -2147483648, "-9223372036854775808", false, "", Buffer.alloc(0), 0];
const mostRow = "1.7976931348623157E+308|16777216|2147483647|9223372036854775807|4294967295|18446744073709551615|2147483647|9223372036854775807|4294967295|18446744073709551615|2147483647|9223372036854775807|1|µ|0xff00|FAULT";
const leastRow = "-0.1|-0.5|-2147483648|-9223372036854775808|0|0|-2147483648|-9223372036854775808|0|0|-2147483648|-9223372036854775808|0||0x|UNKNOWN";
const noneRow = "0|0|0|0|0|0|0|0|0|0|0|0|0||0x|UNKNOWN";
const own = "2021-01-01T00:00:00Z|";

const series = { seconds: [0, 1, 1609459200], a: [-1, 0, "-9223372036854775808"], b: [0.5, 0, -2], c: ["", "x", "yz"], d: ["OK", 0, 9], number: 5 };
const seriesChannels = [["a", "int64", "a"], ["b", "double", "b"], ["c", "text", "c"], ["d", "text", "d"], ["number", "int32", "number"]];
const seriesRows = ["1970-01-01T00:00:00Z|-1|0.5||OK|5", "1970-01-01T00:00:01Z|0|0|x|UNKNOWN|5", "2021-01-01T00:00:00Z|-9223372036854775808|-2|yz|9|5"];

const vectors = [
  {
    name: "samples, and fields beside them that come last", message: "Batch", samples: "readings", time: "at", channels: readingChannels,
    hex: encode("Batch", { readings, device: "d1", site: { inner: { floor: 4294967295 } }, battery: -1, tags: { k: 1 } }),
    rows: readingRows("d1|4294967295|-1"),
  },
  {
    name: "samples without what is beside them", message: "Batch", samples: "readings", time: "at", channels: readingChannels,
    hex: encode("Batch", { readings }), rows: readingRows("|-|-"),
  },
  {
    name: "messages in two pieces", message: "Batch", samples: "readings", time: "at", channels: readingChannels,
    hex: Buffer.concat([encode("Batch", { readings: readings.slice(0, 1), device: "d0", site: { name: "s", inner: { floor: 2 } } }), encode("Batch", { device: "d1", readings: readings.slice(1), site: { name: "t" } })]),
    rows: readingRows("d1|2|-"),
  },
  { name: "no samples", message: "Batch", samples: "readings", time: "at", channels: readingChannels, hex: encode("Batch", { device: "d1" }), rows: [] },
  {
    name: "samples in lists in a message", message: "Site", samples: "batches.readings", time: "millis", unit: "Milliseconds",
    channels: [["temperature", "decimal", "temperature"], ["site", "text", "$.name"]],
    hex: encode("Site", { name: "roof", batches: [{ readings: [{ millis: 1, temperature: 1 }, { millis: "1609459200000", temperature: -2 }] }, {}, { readings: [{ millis: -1 }] }] }),
    rows: ["1970-01-01T00:00:00.001Z|1.00|roof", "2021-01-01T00:00:00Z|-2.00|roof", "1969-12-31T23:59:59.999Z|0.00|roof"],
  },
  { name: "the greatest scalars", message: "Scalars", channels: scalarChannels, hex: encode("Scalars", scalarValue(most)), rows: [own + mostRow] },
  { name: "the least scalars", message: "Scalars", channels: scalarChannels, hex: encode("Scalars", scalarValue(least)), rows: [own + leastRow] },
  { name: "no scalars", message: "Scalars", channels: scalarChannels, hex: encode("Scalars", {}), rows: [own + noneRow] },
  {
    name: "scalars among unknown fields, the last of two", message: "Scalars", channels: scalarChannels.slice(2, 4),
    hex: Buffer.concat([encode("Later", { more: "text", much: 1, little: 2, count: "18446744073709551615", vInt32: 1 }), encode("Scalars", { vInt32: -5, vInt64: 6 })]),
    rows: [own + "-5|6"],
  },
  { name: "lists", message: "Series", time: "seconds", unit: "Seconds", channels: seriesChannels, hex: encode("Series", series), rows: seriesRows },
  {
    name: "lists in two pieces", message: "Series", time: "seconds", unit: "Seconds", channels: seriesChannels,
    hex: Buffer.concat([1, 2].map((at) => encode("Series", Object.fromEntries(Object.entries(series).map(([name, list]) => [name, name === "number" ? list : at === 1 ? list.slice(0, 1) : list.slice(1)]))))),
    rows: seriesRows,
  },
  { name: "empty lists", message: "Series", time: "seconds", unit: "Seconds", channels: seriesChannels, hex: encode("Series", { number: 1 }), rows: [] },
  { name: "one value beside no list", message: "Series", channels: [["number", "int32", "number"]], hex: encode("Series", { number: 1 }), rows: [own + "1"] },
  {
    name: "the last of a oneof", message: "Reading", channels: [["note", "text", "note"], ["raw", "binary", "raw"], ["seen", "double", "seen.latitude"]],
    hex: Buffer.concat([encode("Reading", { note: "gone" }), encode("Reading", { seen: { latitude: 2.5 } }), encode("Reading", { raw: Buffer.from([1]) })]),
    rows: [own + "-|0x01|-"],
  },
  {
    name: "the last of a oneof that no channel asks for", message: "Reading", channels: [["note", "text", "note"], ["seen", "double", "seen.latitude"]],
    hex: Buffer.concat([encode("Reading", { note: "gone" }), encode("Reading", { other: 3 })]), rows: [own + "-|-"],
  },
];

console.log(JSON.stringify({
  descriptors: readFileSync("telemetry.pb").toString("base64"),
  vectors: vectors.map((vector) => ({ ...vector, channels: vector.channels.map(([name, type, path]) => ({ name, type, path })), hex: vector.hex.toString("hex") })),
}, null, 1));
