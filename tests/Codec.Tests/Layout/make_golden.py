"""Prints golden.json: layouts.json's layouts with payloads, valid ones, cut ones and changed ones, and what layout.py reads in
them. No expectation comes from the C# that is tested."""

import json
import os
import random
import sys

from encode import make
from layout import Layout, Refused, parse

HERE = os.path.dirname(os.path.abspath(__file__))
VALID, MALFORMED = 6, 5


def vector(layout, payload):
    try:
        return {"hex": payload.hex(), "rows": layout.decode(payload)}
    except Refused:
        return {"hex": payload.hex(), "refused": True}


def change(payload, rnd):
    """A cut, a longer or a changed payload."""
    how = rnd.randrange(4)
    at = rnd.randrange(max(1, len(payload)))
    if how == 0:
        return payload[:at]
    if how == 1:
        return payload + bytes(rnd.randrange(1, 4))
    return payload[:at] + bytes([rnd.randrange(256) if how == 2 else payload[at] ^ 1 << rnd.randrange(8)]) + payload[at + 1:] if payload else b"\0"


def lines(case):
    """A line for each payload."""
    payloads = ",\n  ".join(json.dumps(payload, ensure_ascii=False) for payload in case["payloads"])
    head = json.dumps({key: value for key, value in case.items() if key != "payloads"}, ensure_ascii=False)
    return f'{head[:-1]}, "payloads": [\n  {payloads}]}}'


def main():
    with open(os.path.join(HERE, "layouts.json"), encoding="utf-8") as file:
        cases = parse(file.read())
    golden = []
    for name, case in cases.items():
        rnd = random.Random(name)
        text = json.dumps(case["Layout"], ensure_ascii=False)
        layout = Layout(text)
        payloads = [bytes.fromhex(one) for one in case.get("Payloads", [])]
        payloads += list(make(layout, rnd, VALID)) if case.get("Make", True) else []
        payloads += [change(rnd.choice(payloads), rnd) for _ in range(MALFORMED)]
        golden.append({"name": name, "layout": case["Layout"], "columns": layout.columns,
                       "payloads": [vector(layout, payload) for payload in dict.fromkeys(payloads)]})
    sys.stdout.write("[\n" + ",\n".join(map(lines, golden)) + "\n]\n")


main()
