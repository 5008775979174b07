"""Prints golden.json. Every expectation in it comes from sensorpack.py, none from the C# that is tested with it."""

import json
import random

from sensorpack import Channel, Malformed, block, decode, encode, packed, seal, varint, zigzag

NEW_YEAR = 1_609_459_200_000_000  # 2021-01-01T00:00:00Z
SECOND, MILLI = 1_000_000, 1_000
rnd = random.Random(20210101)


def every(step, count, jitter=0):
    return [NEW_YEAR + i * step + rnd.randint(-jitter, jitter) * MILLI for i in range(count)]


def walk(count, start=2150, step=3):
    values = [start]
    while len(values) < count:
        values.append(values[-1] + rnd.randint(-step, step))
    return values


def holes(values, share):
    return [None if rnd.random() < share else v for v in values]


def channels(*precisions):
    return [Channel(f"c{i}", precision) for i, precision in enumerate(precisions)]


def described(some):
    return [{"name": c.name, "precision": c.precision} for c in some]


def valid(name, times, values, precision=9):
    config = channels(*[precision] * len(values))
    payload = encode(times, values)
    assert decode(payload, config) == (times, values), name
    return dict(name=name, channels=described(config), hex=payload.hex(), times=times, values=values)


def readable(name, body, *precisions):
    config = channels(*precisions)
    times, values = decode(seal(body), config)
    assert encode(times, values) != seal(body), name
    return dict(name=name, channels=described(config), hex=seal(body).hex(), times=times, values=values)


def malformed(name, payload, *precisions):
    config = channels(*precisions or [9])
    try:
        decode(payload, config)
    except Malformed as fault:
        return dict(name=name, channels=described(config), hex=payload.hex(), reason=fault.reason, offset=fault.offset)
    raise AssertionError(f"{name} is not malformed")


def bad(name, body, *precisions):
    return malformed(name, seal(body), *precisions)


def z(value):
    return varint(zigzag(value))


def head(n, m=1, unit=0, first=1_609_459_200):
    return bytes([1]) + varint(n) + varint(m) + bytes([unit]) + z(first)


WIDTHS = [[0, -2**(w - 1), 0] if w else [0, 0, 0] for w in range(61)]
TOP = 10**18 - 1
DAYS = [-62_135_596_800_000_000, 253_402_300_799_999_999]
JUMP = [0] * 70 + [500_000_000] * 30
ONE = head(1)            # one sample, before its channel
TWO = head(2) + z(1)
TEN = head(10) + z(1) + b"\0"

VALID = [
    valid("the example of the docs", [NEW_YEAR, NEW_YEAR + SECOND, NEW_YEAR + 2 * SECOND, NEW_YEAR + 3_005 * MILLI],
          [[2150, 2152, 2151, 2155], [None, 4810, 4790, None], [36] * 4]),
    valid("one sample of five channels", [NEW_YEAR + 123 * MILLI], [[2150], [-410], [101325], [0], [7]]),
    valid("one sample, one missing value", [NEW_YEAR], [[None]]),
    valid("two samples have a delta and no block of changes", every(SECOND, 2), [[1, 2]]),
    valid("a constant series costs one byte", every(SECOND, 1000), [[36] * 1000]),
    valid("seconds", every(60 * SECOND, 10), [walk(10)]),
    valid("milliseconds", every(100 * MILLI, 10), [walk(10)]),
    valid("microseconds", [NEW_YEAR + i * 333 for i in range(10)], [walk(10)]),
    valid("times before 1970, backwards and twice", [-1_500_000, -2_500_000, -2_500_000, 0, -1], [[1, 2, 3, 4, 5]]),
    valid("the first and the last time there is", [DAYS[0], DAYS[1], DAYS[0], DAYS[1]], [[1, 2, 3, 4]]),
    valid("the last whole second and millisecond", [DAYS[1] - 999_999], [[1]]),
    valid("all and none present", every(SECOND, 9), [walk(9), [None] * 9]),
    valid("a bitmap that ends with its byte", every(SECOND, 8), [[None, 1, 2, 3, 4, 5, 6, None]]),
    valid("a bitmap that begins a byte", every(SECOND, 9), [[None] * 8 + [-5]]),
    valid("a bitmap of one present value has no block", every(SECOND, 20), [[None] * 7 + [99] + [None] * 12]),
    valid("values with nine digits", every(SECOND, 4), [[999_999_999, -999_999_999, 999_999_999, 0]]),
    valid("values with eighteen digits", every(SECOND, 4), [[TOP, -TOP, TOP, 0], [-TOP, TOP, None, 1]], 18),
    valid("values with one digit", every(SECOND, 4), [[9, -9, None, 0]], 1),
    valid("every width from 0 to 60", every(SECOND, 3), WIDTHS, 18),
    valid("varints where one jump makes a width dear", every(SECOND, 100), [JUMP]),
    valid("a tie goes to bit-packing", every(SECOND, 9), [[0, 64, 128, 192, 256, 320, 384, 448, 450]]),
    valid("fifty samples of five channels with jitter", every(SECOND, 50, 5), [walk(50) for _ in range(5)]),
    valid("chunks: 200 samples, some missing", every(SECOND, 200, 40), [holes(walk(200, step=s), 0.2) for s in (1, 300, 9000)]),
    valid("a hundred channels", every(SECOND, 5), [walk(5, start=c * 100) for c in range(100)]),
]

READABLE = [
    readable("whole seconds in microseconds", head(2, 1, 2, NEW_YEAR) + z(SECOND) + b"\0" + z(1) + block([1]), 9),
    readable("varints where bits are shorter", head(4) + z(1) + b"\x80" + z(0) + z(1) + b"\0" + z(5) + b"\x80" + z(1) * 3, 9),
    readable("a width of 64", TEN[:-1] + b"\x40" + packed([0] * 7 + [2], 64) + b"\0" + z(5)
             + b"\x40" + packed([zigzag(v) for v in (1, -1, TOP - 5, 0, 1 - TOP, 3, 4, -5, 6)], 64), 18),
    readable("a width of 59", TEN + b"\0" + z(5) + b"\x3b" + packed([zigzag(v) for v in (1, -1, 2**57, 0, -2**57, 3, 4, -5, 6)], 59), 18),
]

EXAMPLE = bytes.fromhex(VALID[0]["hex"])
MALFORMED = [
    malformed("empty", b""),
    malformed("nine bytes", EXAMPLE[:9]),
    malformed("another version", seal(b"\x02" + EXAMPLE[1:-4]), 9, 9, 9),
    malformed("a flipped bit", EXAMPLE[:16] + bytes([EXAMPLE[16] ^ 4]) + EXAMPLE[17:], 9, 9, 9),
    malformed("a lost byte at the end", EXAMPLE[:-1], 9, 9, 9),
    bad("no samples", head(0) + b"\0" + z(1)),
    bad("too many samples", head(65_536) + z(1) + b"\0\0" + z(1) + b"\0"),
    bad("more samples than any integer", b"\x01" + varint(2**64 - 1) + ONE[2:] + b"\0" + z(1)),
    bad("fewer channels than configured", head(1, 4) + (b"\0" + z(1)) * 4, 9, 9, 9, 9, 9),
    bad("more channels than configured", head(1, 2) + (b"\0" + z(1)) * 2),
    bad("no channels", head(1, 0) + b"\0" + z(1)),
    bad("too many points", head(65_535, 65) + z(1) + b"\0" + b"\1" * 65, *[9] * 65),
    bad("unknown time unit", head(1, 1, 3) + b"\0" + z(1)),
    bad("a first time after the year 9999", head(1, 1, 0, 253_402_300_800) + b"\0" + z(1)),
    bad("a first time before the year 1", head(1, 1, 1, -62_135_596_800_001) + b"\0" + z(1)),
    bad("a second time that is out", head(2, 1, 2, DAYS[1]) + z(1) + b"\0" + z(1) + b"\0"),
    bad("a second time that wraps", head(2, 1, 0, 1) + z(2**63 - 1) + b"\0" + z(1) + b"\0"),
    bad("a later time that is out, bit-packed", head(5) + z(1) + b"\x29" + packed([0, 2 * 253_402_300_800, 0], 41) + b"\0" + z(1) + b"\0"),
    bad("a later time that is out, as varint", head(5) + z(1) + b"\x80" + z(0) + z(-2**62) + z(0) + b"\0" + z(1) + b"\0"),
    bad("unknown presence", ONE + b"\3" + z(1)),
    bad("a bitmap of none", TEN + b"\2\0\0" + z(1)),
    bad("a bitmap of all", TEN + b"\2\xff\3" + z(1) + b"\0"),
    bad("a bitmap of one sample", ONE + b"\2\1" + z(1)),
    bad("a bitmap with unused bits", TEN + b"\2\xff\4" + z(1) + b"\0"),
    bad("a bitmap that is cut", TEN + b"\2\xff"),
    bad("a first value with ten digits", ONE + b"\0" + z(1_000_000_000)),
    bad("a first value with nineteen digits", ONE + b"\0" + z(-10**18), 18),
    bad("the lowest integer", ONE + b"\0" + z(-2**63), 18),
    bad("a later value with two digits, bit-packed", TEN + b"\0" + z(1) + block([1] * 8 + [1]), 1),
    bad("a later value with ten digits, as varint", TEN + b"\0" + z(999_999_990) + b"\x80" + z(1) * 6 + z(200) + z(0) * 2),
    bad("a sum that wraps out of range", TEN + b"\0" + z(5) + b"\x40" + packed([2**64 - 1] * 9, 64), 18),
    bad("unknown encoding", TEN + b"\0" + z(1) + b"\x41" + bytes(80)),
    bad("unknown encoding above varints", TEN + b"\0" + z(1) + b"\x81" + bytes(80)),
    bad("a block with unused bits", TEN + b"\0" + z(1) + b"\1\0\2"),
    bad("a block of times with unused bits", head(4) + z(1) + b"\1\4" + b"\0" + z(1) + b"\0"),
    bad("a bit-packed block that is cut", TEN + b"\0" + z(1) + b"\x08" + bytes(8)),
    bad("a block of varints that is cut", TEN + b"\0" + z(1) + b"\x80" + bytes(8)),
    bad("a varint that is cut inside a block", TEN + b"\0" + z(1) + b"\x80" + bytes(8) + b"\x80"),
    bad("a value with too many digits before a varint that is cut", TEN + b"\0" + z(9) + b"\x80" + bytes(7) + z(1) + b"\x80", 1),
    bad("a first value that is cut", ONE + b"\0\x80"),
    bad("a first value that is missing", ONE + b"\0"),
    bad("a channel that is missing", head(1, 2) + b"\0" + z(1), 9, 9),
    bad("a number of 65 bits", ONE + b"\0" + b"\xff" * 9 + b"\x02"),
    bad("a number of eleven bytes", ONE + b"\0" + b"\xff" * 10 + b"\x01"),
    bad("a number with a zero byte at its end", ONE + b"\0\x81\0"),
    bad("a sample count with a zero byte at its end", b"\x01\x81\0" + ONE[2:] + b"\0" + z(1)),
    bad("a byte too many", ONE + b"\0" + z(1) + b"\0"),
    bad("a whole channel too many", ONE + (b"\0" + z(1)) * 2),
]

if __name__ == "__main__":
    groups = {"valid": VALID, "readable": READABLE, "malformed": MALFORMED}
    lines = (f'  "{group}": [\n    ' + ",\n    ".join(map(json.dumps, some)) + "\n  ]" for group, some in groups.items())
    print("{\n" + ",\n".join(lines) + "\n}")
