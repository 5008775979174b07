"""The short form of a layout's field, as docs/layout.md describes it: a type, then words in any order."""

import re
from fractions import Fraction

from checksums import WIDTHS

SECONDS = {"s": Fraction(1), "ms": Fraction(1, 1000), "us": Fraction(1, 10**6), "ns": Fraction(1, 10**9),
           "min": Fraction(60), "h": Fraction(3600), "d": Fraction(86400)}
NUMBER = r"(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?)"
TOKEN = re.compile(
    r"=\s*(?:'[^']*'|\S+)|if\s+\S+|[a-z][a-z0-9/\-]*\([^)]*\)|-?\d*\.\.-?\w*|\.\.-?\d+"
    rf"|[/*+\-]\s*-?(?:{NUMBER}|[A-Za-z_]\w*)|\S+")


def number(text):
    text = text.replace(" ", "")
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text.lstrip("+"))
    return sign * (int(text, 16) if text.startswith("0x") else Fraction(text))


def decimals(value):
    """Digits after the point of an exact decimal."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        assert digits < 40, "no end as a decimal"
    return digits


class Field:
    """What the words of one field say."""

    def __init__(self, text, types=(), endian="little"):
        self.factor, self.offset, self.const, self.null, self.range = Fraction(1), Fraction(0), None, None, None
        self.delta, self.condition, self.enum, self.otherwise, self.column = 0, None, None, None, None
        self.endian, self.unit, self.base, self.start, self.argument, self.signed = endian, None, None, 0, None, None
        self.kind, self.series = None, None
        for token in TOKEN.findall(text):
            if self.kind is None:
                self.type(token, types)
            else:
                self.word(token)

    def type(self, token, types):
        if token in types:
            kind = types[token]
            if isinstance(kind, str):
                inner = Field(kind, {k: v for k, v in types.items() if k != token}, self.endian)
                self.__dict__.update(inner.__dict__)
            else:
                self.kind, self.series = "series", kind
            return
        call = re.fullmatch(r"([a-z]+)\((.*)\)", token)
        sized = re.fullmatch(r"([ui])(\d+)(le|be)?|(f)(16|32|64)(le|be)?", token)
        if call:
            self.kind, self.argument = call[1], call[2].strip()
        elif sized:
            order = sized[3] or sized[6]
            self.kind = sized[1] or sized[4]
            self.bits = int(sized[2] or sized[5])
            self.endian = {"le": "little", "be": "big", None: self.endian}[order]
        else:
            assert token in WIDTHS or token in ("varint", "zigzag", "bool", "packed"), token
            self.kind = token

    def word(self, token):
        if token.startswith("="):
            self.const = token[1:].strip()
        elif token.startswith("if "):
            self.condition = token[3:].strip()
        elif ".." in token:
            low, high = token.split("..")
            self.range = (number(low) if low else None, number(high) if high else None)
        elif token.startswith("null="):
            self.null = number(token[5:])
        elif token.startswith("from="):
            self.start = int(token[5:])
        elif token.startswith("enum("):
            pairs = (pair.split(":") for pair in token[5:-1].split(","))
            self.enum = {int(key): word.strip() for key, word in pairs}
        elif token in ("delta", "delta2"):
            self.delta = 2 if token.endswith("2") else 1
        elif re.fullmatch(r"decimal\(.*\)|int|bigint|float|double|timestamp", token):
            self.column = token
        elif token in ("le", "be"):
            self.endian = {"le": "little", "be": "big"}[token]
        elif token in ("signed", "zigzag") and self.kind == "packed":
            self.signed = token
        elif re.fullmatch(rf"[/*+\-]\s*-?{NUMBER}", token):
            value = number(token[1:])
            if token[0] == "/":
                self.factor /= value
            elif token[0] == "*":
                self.factor *= value
            else:
                self.offset += value if token[0] == "+" else -value
        elif token.startswith("+"):
            self.base = token[1:].strip()
        else:
            self.unit = token

    def stored(self):
        """The least and the largest integer that can be stored, or that the sum of differences can be."""
        if self.delta or self.kind in ("zigzag", "series"):
            low, high = -(1 << 63), (1 << 63) - 1
        elif self.kind == "varint":
            low, high = 0, (1 << 63) - 1
        elif self.kind == "bool":
            low, high = 0, 1
        elif self.kind == "u":
            low, high = 0, min((1 << self.bits) - 1, (1 << 63) - 1)
        else:
            low, high = -(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1
        if self.range:
            low, high = max(low, self.range[0] if self.range[0] is not None else low), min(high, self.range[1] if self.range[1] is not None else high)
        return low, high

    def column_type(self):
        if self.enum:
            return "text"
        if self.column:
            return self.column.replace(" ", "")
        if self.kind == "f":
            return "double" if self.bits == 64 else "float"
        scale = max(decimals(self.factor), decimals(self.offset))
        bounds = [abs(end * self.factor + self.offset) for end in self.stored()]
        if scale:
            return f"decimal({9 if max(bounds) * 10**scale < 10**9 else 18},{scale})"
        ends = [end * self.factor + self.offset for end in self.stored()]
        return "int" if min(ends) >= -(1 << 31) and max(ends) < 1 << 31 else "bigint"
