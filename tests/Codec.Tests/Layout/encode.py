"""Makes payloads that a layout describes: the decoder reads from a source that invents what is asked for."""

import re
import struct

from layout import Bytes, Refused, numbers_of
from words import Field

REALS = [0.0, 1.0, -1.5, 21.5, 0.25, 1000.0, -40.125, 0.1, 3.14]


class Invented(Bytes):
    makes = True

    def __init__(self, layout, rnd):
        super().__init__(b"")
        self.rnd, self.hints = rnd, hints_of(layout.root)

    def take(self, count):
        missing = count - (len(self.data) - self.at)
        if missing > 0:
            self.put(bytes(self.rnd.choice([0, 1, 255, self.rnd.randrange(256)]) for _ in range(missing)), False)
        return super().take(count)

    def put(self, data, passed=True):
        self.data += data
        if passed:
            self.at += len(data)
        return data

    def before_end(self, tail):
        return int(self.rnd.random() < 0.7)

    def make_string(self, field, want, length):
        if field.argument in ("zero", "end"):
            size = len(want) if want else self.rnd.randrange(6)
        else:
            size = length()
        if want is not None:
            data = want.ljust(size, b"\0")
        elif field.kind == "text":
            data = "aé✓z"[:self.rnd.randrange(5)].encode()[:size].ljust(size, b"x" if field.argument == "zero" else b"\0")
        else:
            data = bytes(self.rnd.randrange(1, 256) for _ in range(size))
        self.put(data + (b"\0" if field.argument == "zero" else b""))
        return data

    def make_number(self, name, field, among):
        among = among or self.hints.get(name)
        if field.kind == "f":
            order = "<" if field.endian == "little" else ">"
            self.put(struct.pack(order + {16: "e", 32: "f", 64: "d"}[field.bits], self.rnd.choice(REALS)), False)
            return
        low, high = field.stored() if not field.delta else Field(field.kind + str(getattr(field, "bits", ""))).stored()
        if field.const is not None:
            value = int(field.const, 0)
        elif among:
            value = self.rnd.choice(among)
        elif field.enum:
            value = self.rnd.choice(list(field.enum))
        elif field.null is not None and self.rnd.random() < 0.3:
            value = int(field.null)
        elif self.rnd.random() < 0.15:
            value = int(self.rnd.choice([low, high]))
        else:
            near = 10 ** self.rnd.randint(1, 6)
            value = self.rnd.randint(int(max(low, -near)), int(max(low, min(high, near))))
        if field.kind == "varint":
            value = abs(value)
        if field.kind == "zigzag":
            value = (value << 1) ^ (value >> 63)
        if field.kind in ("varint", "zigzag"):
            while value > 127:
                self.put(bytes([value & 127 | 128]), False)
                value >>= 7
            self.put(bytes([value]), False)
        else:
            size = 1 if field.kind == "bool" else field.bits // 8
            self.put((value & ((1 << 8 * size) - 1)).to_bytes(size, field.endian), False)


def hints_of(item):
    """Numbers that are worth being in a field because others refer to it."""
    hints = {}
    if isinstance(item, str):
        for name in re.findall(r"(?:bytes|text|skip)\((_\w+)\)", item):
            hints[name] = [0, 1, 2, 5]
        for name, number in re.findall(r"if (\w+)!?=(\w+)", item):
            hints[name] = [int(number, 0), int(number, 0) + 1]
    elif isinstance(item, dict):
        for key in ("Repeat", "Series"):
            hints[item.get(key)] = [0, 1, 2, 3, 9]
        if "Switch" in item:
            hints[item["Switch"]] = numbers_of(item["Cases"]) + ([77] if "else" in item["Cases"] else [])
        if "Units" in item:
            hints[item["Field"]] = list(range(len(item["Units"])))
        for value in item.values():
            hints.update({k: v for k, v in hints_of(value).items() if v})
    return hints


def make(layout, rnd, count):
    """That many payloads, all different, that the layout describes, with their rows."""
    made = {}
    for _ in range(3000):
        source = Invented(layout, rnd)
        try:
            layout.decode(source)
            payload = source.data
            made.setdefault(payload, layout.decode(payload))
        except Refused:
            continue
        if len(made) == count:
            break
    assert made, layout.text
    return made
