"""Decodes payloads by a layout, as docs/layout.md describes it: slow, exact, and without a line in common with the C# that is
tested with it. Where the page was silent (sums modulo 2^64, fields that are not there, floating-point times) the page and this
follow what was settled with the C# at hand, and prove nothing there. It trusts the layout, not the payload."""

import json
import math
import re
import struct
from fractions import Fraction

from checksums import WIDTHS, checksum
from words import SECONDS, Field

ROW_TIME = 1_609_459_200_000_000  # 2021-01-01T00:00:00Z
YEAR_1, YEAR_10000 = -62_135_596_800_000_000, 253_402_300_800_000_000
UNSIGNED = ("u", "varint", "bool", "packed")
SAMPLES_MAX, POINTS_MAX = 65_535, 1 << 22


class Refused(Exception):
    """The payload does not fit."""


def need(fits, what=""):
    if not fits:
        raise Refused(what)


def parse(text):
    """A layout's JSON: comments are allowed."""
    return json.loads(re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda m: m[1] or "", text, flags=re.S))


class Step:
    """Times at equal distances, until it is known which row it is."""

    def __init__(self, start, step):
        self.start, self.step = start, step

    def at(self, row):
        return self.start + row * self.step


class Bytes:
    """A payload that is read from its beginning to its end."""

    makes = None

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        need(count <= len(self.data) - self.at, "cut")
        self.at += count
        return self.data[self.at - count:self.at]

    def until_zero(self):
        end = self.data.find(b"\0", self.at)
        need(end >= 0, "no zero")
        return self.take(end + 1 - self.at)[:-1]

    def before_end(self, tail):
        return len(self.data) - tail - self.at


class Layout:
    def __init__(self, text):
        self.text, self.root = text, parse(text)
        self.types = self.root.get("Types", {})
        self.endian = self.root.get("Endian", "little")
        self.columns = []
        self.declare(self.root["Fields"])

    def field(self, item):
        return Field(item, self.types, self.endian)

    def declare(self, fields):
        """The columns, in the order of the fields."""
        for name, item in fields.items():
            if isinstance(item, dict) and "Cases" in item and "Series" not in item:
                for case in item["Cases"].values():
                    self.declare(case)
            elif isinstance(item, dict) and "Fields" in item:
                self.declare(item["Fields"])
            elif not name.startswith("_") and name != "time" and name not in self.columns:
                self.columns.append(name)

    def decode(self, payload):
        """The rows: each its time in microseconds since 1970, then each column's value as text, None where there is none."""
        source = Bytes(payload) if isinstance(payload, bytes) else payload
        rows = self.scope(self.root["Fields"], source, {}, 0)
        if self.root.get("Trailing", "refuse") == "refuse":
            need(source.makes or source.at == len(source.data), "bytes after")
        need(len(rows) <= SAMPLES_MAX and len(rows) * max(1, len(self.columns)) <= POINTS_MAX, "too many")
        table = []
        for row, cells in enumerate(rows):
            time = cells.get("time", ROW_TIME)
            time = time.at(row) if isinstance(time, Step) else time
            table.append([instant(time)] + [cells.get(name) for name in self.columns])
        return table

    def scope(self, fields, source, outer, tail):
        """Reads fields; a list of rows, each a dictionary of cells. `tail` is how many bytes follow what is read here."""
        env, cells, lists = dict(outer), {}, []
        names = list(fields)
        for i, name in enumerate(names):
            after = lambda: tail + sum(self.length(fields[later]) for later in names[i + 1:])
            self.item(name, fields[name], source, env, cells, lists, after)
        if not lists:
            return [cells]
        need(len({len(rows) for rows in lists}) == 1, "lists of different lengths")
        rows = []
        for i in range(len(lists[0])):
            row = {key: value.at(i) if isinstance(value, Step) else value for key, value in cells.items()}
            for other in lists:
                row.update({k: v.at(i) if isinstance(v, Step) else v for k, v in other[i].items()})
            rows.append(row)
        return rows

    def item(self, name, item, source, env, cells, lists, after):
        if isinstance(item, str):
            field = self.field(item)
            if field.series:
                lists.append([{name: value} for value in self.series({**field.series}, field, name, source, env, after)])
            else:
                self.single(name, field, source, env, cells, after)
        elif "Repeat" in item:
            lists.append(self.repeat(item, source, env, after))
        elif "Series" in item:
            field = self.field("zigzag " + item.get("Value", ""))
            field.kind = "series"
            lists.append([{name: value} for value in self.series(item, field, name, source, env, after)])
        elif "Bits" in item:
            self.bits(item, source, env, cells)
        elif "Switch" in item:
            case = choose(item["Cases"], env[item["Switch"]])
            for inner, value in case.items():
                self.item(inner, value, source, env, cells, lists, after)
        elif "Step" in item:
            start = env["@" + item["Start"]] if "Start" in item else Fraction(ROW_TIME, 10**6)
            text = item["Step"]
            if text.startswith("_"):
                step = env["%" + text]
            else:
                amount, unit = re.fullmatch(r"(-?[\d.]+)\s*(\w+)", text).groups()
                step = Fraction(amount) * SECONDS[unit]
            cells[name] = Step(start * 10**6, step * 10**6)
        else:
            field = self.field(item["Type"])
            if "Enum" in item:
                field.enum = {int(key): word for key, word in item["Enum"].items()}
                field.otherwise = item.get("Else")
            if "Unit" in item:
                field.unit = unit_of(item["Unit"], env)
            self.single(name, field, source, env, cells, after)

    def repeat(self, item, source, env, after):
        rows, count = [], item["Repeat"]
        previous = {}
        inside = dict(env)
        records = range(amount_of(count, env)) if count != "end" else iter(int, 1)
        need(count == "end" or len(records) <= SAMPLES_MAX, "too many records")
        tail = after() if count == "end" else 0
        for _ in records:
            if count == "end" and source.before_end(tail) <= 0:
                need(source.before_end(tail) == 0, "cut")
                break
            inside["~"] = previous
            rows += self.scope(item["Fields"], source, inside, 0)
            need(len(rows) <= SAMPLES_MAX, "too many rows")
        return rows

    def single(self, name, field, source, env, cells, after):
        if field.condition and not holds(field.condition, env):
            if not name.startswith("_") and field.kind != "skip":
                cells[name] = None
            env[name] = 0
            return
        if field.kind in WIDTHS:
            data = source.data[field.start:source.at]
            right = checksum(field.kind, data).to_bytes(WIDTHS[field.kind] // 8, field.endian)
            need((source.put(right) if source.makes else source.take(len(right))) == right, "checksum")
            return
        if field.kind in ("bytes", "text", "skip"):
            value = self.string(name, field, source, env, after)
            if not name.startswith("_") and field.kind != "skip":
                cells[name] = value
            return
        stored = self.number(name, field, source, wraps=field.delta)
        if field.delta:
            past = env["~"].setdefault(name, [])
            stored = undo(past, stored, field.delta)
            need(stored >= 0 or field.kind not in UNSIGNED, "sign")
        env[name] = stored
        self.keep(name, field, stored, env, cells)

    def keep(self, name, field, stored, env, cells):
        if field.const is not None:
            need(stored == (int(field.const, 0)), "constant")
        if field.null is not None and stored == field.null:
            if not name.startswith("_"):
                cells[name] = None
            return
        if field.range:
            low, high = field.range
            need((low is None or low <= stored) and (high is None or stored <= high), "range")
        seconds = None
        if field.unit in SECONDS and field.kind != "bits":
            need(field.kind != "f" or math.isfinite(stored), "time")
            length = Fraction(repr(stored)) * SECONDS[field.unit]
            env["%" + name] = length
            base = 0 if field.base is None else Fraction(ROW_TIME, 10**6) if field.base == "row" else env["@" + field.base]
            seconds = env["@" + name] = base + length
        if name == "time":
            cells[name] = checked(seconds * 10**6)
        elif not name.startswith("_"):
            cells[name] = text_of(field, stored, seconds)

    def string(self, name, field, source, env, after):
        length = field.argument
        want = None
        if field.const is not None:
            want = field.const.strip("'").encode() if field.kind == "text" else bytes.fromhex(field.const.removeprefix("0x"))
        if source.makes:
            data = source.make_string(field, want, lambda: amount_of(length, env))
        elif length == "zero":
            data = source.until_zero()
        else:
            count = source.before_end(after()) if length == "end" else amount_of(length, env)
            need(count >= 0, "length")
            data = source.take(count)
        if field.kind == "skip":
            return None
        if field.kind == "text":
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                raise Refused("not UTF-8") from None
            data, result = data.rstrip(b"\0"), text.rstrip("\0")
        else:
            result = "0x" + data.hex()
        need(want is None or data == want, "constant")
        return result

    def number(self, name, field, source, among=None, wraps=False):
        if source.makes:
            source.make_number(name, field, among)
        if field.kind in ("varint", "zigzag"):
            return varint(source, field.kind, wraps)
        data = source.take(1 if field.kind == "bool" else field.bits // 8)
        if field.kind == "f":
            order = "<" if field.endian == "little" else ">"
            return struct.unpack(order + {16: "e", 32: "f", 64: "d"}[field.bits], data)[0]
        value = int.from_bytes(data, field.endian, signed=field.kind == "i")
        need(wraps or value < 1 << 63, "2^63")
        need(field.kind != "bool" or value <= 1, "bool")
        return value

    def bits(self, item, source, env, cells):
        whole = self.field(item["Bits"])
        value = int.from_bytes(source.take(whole.bits // 8), whole.endian)
        at = 0
        for name, text in item["Fields"].items():
            field = self.field(text if isinstance(text, str) else text["Type"])
            if not isinstance(text, str):
                field.enum = {int(key): word for key, word in text["Enum"].items()}
                field.otherwise = text.get("Else")
            width = 1 if field.kind == "bool" else field.bits
            shift = whole.bits - at - width if item.get("Order") == "high" else at
            at += width
            part = value >> shift & ((1 << width) - 1)
            if field.kind == "i" and part >> (width - 1):
                part -= 1 << width
            need(part < 1 << 63, "2^63")
            env[name] = part
            self.keep(name, field, part, env, cells)

    def series(self, item, field, name, source, env, after):
        count = item["Series"]
        delta, rest = item.get("Delta", 0), item["Rest"]
        if count == "end":
            tail, stored = after(), []
            while source.before_end(tail) > 0:
                stored.append(self.number(name, self.field(rest), source))
            present = [True] * len(stored)
        else:
            rows = amount_of(count, env)
            need(rows <= SAMPLES_MAX, "too many")
            present = self.presence(item.get("Present"), rows, source)
            left = sum(present)
            first = min(left, 2 if delta == 2 else 1) if "First" in item else 0
            stored = [self.number(name, self.field(item["First"]), source, wraps=delta) for _ in range(first)]
            stored += self.integers(rest, left - first, source, delta)
        past, values = [], []
        for value in stored:
            values.append(undo(past, value, delta))
            need(values[-1] >= 0 or not self.is_unsigned(item), "sign")
        if "Unit" in item:
            field.unit = unit_of(item["Unit"], env)
        after_all, cells = iter(values), []
        for here in present:
            cell = {}
            if here:
                self.keep(name, field, next(after_all), dict(env), cell)
            cells.append(cell.get(name))
        return cells

    def is_unsigned(self, item):
        """Whether no integer of a series has a sign."""
        kinds = [item[key] for key in ("First", "Rest") if key in item]
        kinds = [self.types.get(kind, kind) if isinstance(kind, str) else kind for kind in kinds]
        return all(isinstance(kind, str) and (field := self.field(kind)).kind in UNSIGNED and not field.signed for kind in kinds)

    def presence(self, how, rows, source):
        if how is None:
            return [True] * rows
        mode = self.number("?", self.field(how["Type"]), source, [how[key] for key in ("All", "None", "Bitmap") if key in how])
        if mode in (how.get("All"), how.get("None")):
            return [mode == how.get("All")] * rows
        need(mode == how.get("Bitmap"), "presence")
        bitmap = source.take((rows + 7) // 8)
        need(rows % 8 == 0 or bitmap[-1] >> rows % 8 == 0, "bits after the last row")
        return [bool(bitmap[row // 8] >> row % 8 & 1) for row in range(rows)]

    def integers(self, how, count, source, wraps=False):
        if count == 0:
            return []
        width = None
        if isinstance(how, str) and isinstance(self.types.get(how), dict):
            how = self.types[how]
        if isinstance(how, dict):
            width = self.number("?", self.field(how["Switch"]), source, numbers_of(how["Cases"]))
            how = choose(how["Cases"], width)
        field = self.field(how)
        if field.kind != "packed":
            return [self.number("?", field, source, wraps=wraps) for _ in range(count)]
        width = width if field.argument is None else int(field.argument)
        need(width <= 64, "width")
        packed = int.from_bytes(source.take((count * width + 7) // 8), "little")
        need(packed >> count * width == 0, "bits after the last integer")
        values = []
        for i in range(count):
            value = packed >> i * width & ((1 << width) - 1)
            if field.signed == "zigzag":
                value = (value >> 1) ^ -(value & 1)
            elif field.signed == "signed" and width and value >> (width - 1):
                value -= 1 << width
            need(wraps or value < 1 << 63, "2^63")
            values.append(value)
        return values

    def length(self, item):
        """Bytes of a field whose length is known."""
        if isinstance(item, dict):
            if "Bits" in item:
                return self.length(item["Bits"])
            if "Repeat" in item:
                return int(item["Repeat"]) * sum(map(self.length, item["Fields"].values()))
            return 0 if "Step" in item else self.length(item["Type"])
        field = self.field(item)
        if field.kind in WIDTHS:
            return WIDTHS[field.kind] // 8
        return 1 if field.kind == "bool" else field.bits // 8 if field.kind in "uif" else int(field.argument)


def choose(cases, value):
    for key, case in cases.items():
        if key != "else" and range_of(key)[0] <= value <= range_of(key)[1]:
            return case
    need("else" in cases, "case")
    return cases["else"]


def range_of(key):
    """Reads 7, 1..9, 1.. or ..9."""
    low, dots, high = key.partition("..")
    return (int(low) if low else -(1 << 63), int(high) if high else (1 << 63) - 1 if dots else int(low))


def numbers_of(cases):
    """Some numbers that choose each case."""
    return [number for key in cases if key != "else" for number in {int(end) for end in key.split("..") if end}]


def unit_of(how, env):
    number = env[how["Field"]]
    need(0 <= number < len(how["Units"]), "unit")
    return how["Units"][number]


def amount_of(how, env):
    value = env[how] if isinstance(how, str) and how.startswith("_") else int(how)
    need(value >= 0, "negative")
    return value


def holds(condition, env):
    name, operator, wanted = re.fullmatch(r"(\w+)(?:(!?=|\.)(\w+))?", condition.replace(" ", "")).groups()
    value = env[name]
    if operator == ".":
        return bool(value >> int(wanted) & 1)
    return {None: value != 0, "=": wanted and value == int(wanted, 0), "!=": wanted and value != int(wanted, 0)}[operator]


def undo(past, stored, order):
    """The value that a difference, or a difference of differences, stands for."""
    if order and past:
        step = stored + (past[-1] - past[-2] if order == 2 and len(past) > 1 else 0)
        stored = past[-1] + step
    past.append(signed64(stored))
    return past[-1]


def signed64(value):
    """Sums are modulo 2^64."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def varint(source, kind, wraps):
    value = 0
    for i in range(10):
        byte = source.take(1)[0]
        value |= (byte & 127) << 7 * i
        if byte < 128:
            break
    else:
        raise Refused("varint")
    need(value < 1 << 64, "varint")
    value = (value >> 1) ^ -(value & 1) if kind == "zigzag" else value
    need(wraps or value < 1 << 63, "2^63")
    return value


def checked(micros):
    need(YEAR_1 <= micros < YEAR_10000, "year")
    return micros


def instant(micros):
    return checked(math.floor(micros))


def text_of(field, stored, seconds):
    if field.enum:
        need(stored in field.enum or field.otherwise is not None, "word")
        return field.enum.get(stored, field.otherwise)
    kind = field.column_type()
    if kind == "timestamp":
        return {"instant": instant(seconds * 10**6)}
    if kind in ("float", "double"):
        value = stored
        if field.kind != "f" or (field.factor, field.offset) != (1, 0):
            value = float(Fraction(stored) * field.factor + field.offset) if math.isfinite(stored) else stored
        return real(value, kind)
    value = Fraction(stored) * field.factor + field.offset
    if kind in ("int", "bigint"):
        bits = 31 if kind == "int" else 63
        need(-(1 << bits) <= value < 1 << bits and value.denominator == 1, "too large")
        return str(value.numerator)
    precision, scale = map(int, re.findall(r"\d+", kind))
    unscaled = value * 10**scale
    need(unscaled.denominator == 1 and abs(unscaled) < 10**precision, "too large")
    digits = str(abs(unscaled.numerator)).rjust(scale + 1, "0")
    return ("-" if unscaled < 0 else "") + (digits[:-scale] + "." + digits[-scale:] if scale else digits)


def real(value, kind):
    """Digits that are read back as the same number."""
    if math.isnan(value):
        return {kind: "NaN"}
    if kind == "float" and math.isfinite(value):
        try:
            value = struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            raise Refused("too large for a float") from None
    return {kind: repr(value).replace("inf", "Infinity")}
