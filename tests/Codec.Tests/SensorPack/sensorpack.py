"""Reference implementation of sensorpack, version 1, written from docs/sensorpack.md alone. For clarity, not speed."""

import zlib
from dataclasses import dataclass

UNITS = [("s", 1_000_000), ("ms", 1_000), ("µs", 1)]
TIME_MIN, TIME_MAX = -62_135_596_800_000_000, 253_402_300_799_999_999


@dataclass
class Channel:
    name: str
    precision: int = 9


class Malformed(Exception):
    def __init__(self, reason, offset):
        super().__init__(f"{reason} at byte {offset}")
        self.reason, self.offset = reason, offset


def wrap(value):
    """A signed 64-bit integer, modulo 2^64."""
    return (value + 2**63) % 2**64 - 2**63


def zigzag(value):
    return 2 * value if value >= 0 else -2 * value - 1


def unzigzag(z):
    return z // 2 if z % 2 == 0 else -(z + 1) // 2


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value % 128 + 128)
        value //= 128
    return bytes(out + bytes([value]))


def packed(zs, width):
    bits = sum(z << (i * width) for i, z in enumerate(zs))
    return bits.to_bytes((len(zs) * width + 7) // 8, "little")


def block(integers):
    if not integers:
        return b""
    zs = [zigzag(v) for v in integers]
    width = max(zs).bit_length()
    as_bits, as_varints = packed(zs, width), b"".join(map(varint, zs))
    return bytes([width]) + as_bits if len(as_bits) <= len(as_varints) else b"\x80" + as_varints


def deltas(series):
    return [b - a for a, b in zip(series, series[1:])]


def encode_channel(values):
    present = [v for v in values if v is not None]
    if not present:
        return b"\x01"
    bitmap = b"" if len(present) == len(values) else packed([int(v is not None) for v in values], 1)
    return (b"\x02" if bitmap else b"\x00") + bitmap + varint(zigzag(present[0])) + block(deltas(present))


def seal(body):
    return body + zlib.crc32(body).to_bytes(4, "little")


def encode(times, channels):
    """times: microseconds; channels: one list a channel, of integers of at most 18 digits or None."""
    unit = next(i for i, (_, micros) in enumerate(UNITS) if all(t % micros == 0 for t in times))
    t = [time // UNITS[unit][1] for time in times]
    d = deltas(t)
    body = b"\x01" + varint(len(t)) + varint(len(channels)) + bytes([unit]) + varint(zigzag(t[0]))
    body += b"".join(varint(zigzag(first)) for first in d[:1]) + block(deltas(d))
    return seal(body + b"".join(map(encode_channel, channels)))


class Reader:
    def __init__(self, payload):
        self.bytes, self.at = payload[:-4], 0

    def take(self, count, what):
        left = len(self.bytes) - self.at
        if count > left:
            raise Malformed(f"{what} is cut: bytes needed at least {count}, left before the checksum {left}", self.at)
        self.at += count
        return self.bytes[self.at - count:self.at]

    def byte(self, what):
        return self.take(1, what)[0]

    def varint(self, what):
        start, value = self.at, 0
        for i in range(10):
            if start + i == len(self.bytes):
                self.at = start
                self.take(i + 1, what)
            byte = self.byte(what)
            if i == 9 and byte > 1:
                raise Malformed(f"{what} is a number of more than 64 bits, expected at most 64", start)
            value += (byte & 127) << (7 * i)
            if byte < 128:
                if byte == 0 and i > 0:
                    raise Malformed(f"{what} is a number that ends in a zero byte, expected its shortest form", start)
                return value

    def block(self, count):
        """Yields (integer, offset)."""
        if count == 0:
            return
        start, encoding = self.at, self.byte("the encoding of an integer block")
        if 64 < encoding != 128:
            raise Malformed(f"encoding of an integer block is {encoding}, expected 0 to 64 (width) or 128 (varints)", start)
        data, length = self.at, (count * encoding + 7) // 8 if encoding <= 64 else count
        raw = self.take(length, "an integer block")
        if encoding == 128:
            self.at = data
            for _ in range(count):
                at = self.at
                yield unzigzag(self.varint("a value of an integer block")), at
            return
        bits = int.from_bytes(raw, "little")
        if bits >> (count * encoding):
            raise Malformed("unused bits at the end of an integer block are set, expected zero", self.at - 1)
        for i in range(count):
            yield unzigzag((bits >> (i * encoding)) % 2**encoding), data + i * encoding // 8


def decode_times(reader, count, unit):
    symbol, micros = UNITS[unit]
    low, high = TIME_MIN // micros, TIME_MAX // micros
    times, time, delta = [], 0, 0

    def add(time, at):
        if not low <= time <= high:
            raise Malformed(f"time of sample {len(times)} is {time} {symbol}, expected {low} to {high} {symbol}", at)
        times.append(time * micros)

    at, time = reader.at, unzigzag(reader.varint("the first time"))
    add(time, at)
    if count > 1:
        at, delta = reader.at, unzigzag(reader.varint("the first time delta"))
        time = wrap(time + delta)
        add(time, at)
    for change, at in reader.block(max(0, count - 2)):
        delta = wrap(delta + change)
        time = wrap(time + delta)
        add(time, at)
    return times


def decode_channel(reader, count, channel):
    name, start = f"channel {channel.name}", reader.at
    presence, values = reader.byte(f"the presence of {name}"), []
    if presence > 2:
        raise Malformed(f"presence of {name} is {presence}, expected 0 (all), 1 (none) or 2 (bitmap)", start)
    if presence == 1:
        return [None] * count
    bitmap = 2**count - 1
    if presence == 2:
        bitmap = int.from_bytes(reader.take((count + 7) // 8, f"the bitmap of {name}"), "little")
        if bitmap >> count:
            raise Malformed(f"unused bits at the end of the bitmap of {name} are set, expected zero", reader.at - 1)
        if bitmap.bit_count() in (0, count):
            reason = f"bitmap of {name} marks {bitmap.bit_count()} of {count} samples, expected neither none nor all"
            raise Malformed(reason, start + 1)

    def add(value, at):
        digits = len(str(abs(value)))
        if digits > channel.precision:
            reason = f"value {value} of {name} has {digits} digits, the configuration allows {channel.precision}"
            raise Malformed(reason, at)
        values.append(value)

    at, value = reader.at, unzigzag(reader.varint(f"the first value of {name}"))
    add(value, at)
    for delta, at in reader.block(bitmap.bit_count() - 1):
        value = wrap(value + delta)
        add(value, at)
    present = iter(values)
    return [next(present) if bitmap >> i & 1 else None for i in range(count)]


def decode(payload, channels):
    """Returns times in microseconds and one list a channel, or raises Malformed."""
    if len(payload) < 10:
        raise Malformed(f"payload has {len(payload)} bytes, expected at least 10", len(payload))
    reader = Reader(payload)
    version = reader.byte("the version")
    if version != 1:
        raise Malformed(f"version is 0x{version:02x}, expected 0x01", 0)
    stored, computed = int.from_bytes(payload[-4:], "little"), zlib.crc32(payload[:-4])
    if stored != computed:
        reason = f"checksum is 0x{stored:08x}, the bytes before it give 0x{computed:08x}"
        raise Malformed(reason, len(payload) - 4)
    at, n = reader.at, reader.varint("the number of samples")
    if not 1 <= n <= 65_535:
        raise Malformed(f"payload has {n} samples, expected 1 to 65535", at)
    at, m = reader.at, reader.varint("the number of channels")
    if m != len(channels):
        raise Malformed(f"payload has {m} channels, the configuration has {len(channels)}", at)
    if n * m > 4_194_304:
        raise Malformed(f"payload has {n} samples of {m} channels, expected at most 4194304 values", at)
    at, unit = reader.at, reader.byte("the time unit")
    if unit > 2:
        raise Malformed(f"time unit is {unit}, expected 0 (s), 1 (ms) or 2 (µs)", at)
    times = decode_times(reader, n, unit)
    values = [decode_channel(reader, n, channel) for channel in channels]
    rest = len(reader.bytes) - reader.at
    if rest:
        raise Malformed(f"bytes between the last channel and the checksum: {rest}, expected none", reader.at)
    return times, values
