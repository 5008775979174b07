"""The checksums of docs/layout.md, bit by bit from the parameters of Greg Cook's catalogue."""

# name: width, polynomial, initial value, reflected, final exclusive or, the catalogue's check
CRCS = {
    "crc8": (8, 0x07, 0x00, False, 0x00, 0xF4),
    "crc8/autosar": (8, 0x2F, 0xFF, False, 0xFF, 0xDF),
    "crc8/maxim": (8, 0x31, 0x00, True, 0x00, 0xA1),
    "crc8/sae-j1850": (8, 0x1D, 0xFF, False, 0xFF, 0x4B),
    "crc8/sensirion": (8, 0x31, 0xFF, False, 0x00, 0xF7),
    "crc16/arc": (16, 0x8005, 0x0000, True, 0x0000, 0xBB3D),
    "crc16/ccitt-false": (16, 0x1021, 0xFFFF, False, 0x0000, 0x29B1),
    "crc16/dnp": (16, 0x3D65, 0x0000, True, 0xFFFF, 0xEA82),
    "crc16/kermit": (16, 0x1021, 0x0000, True, 0x0000, 0x2189),
    "crc16/mcrf4xx": (16, 0x1021, 0xFFFF, True, 0x0000, 0x6F91),
    "crc16/modbus": (16, 0x8005, 0xFFFF, True, 0x0000, 0x4B37),
    "crc16/usb": (16, 0x8005, 0xFFFF, True, 0xFFFF, 0xB4C8),
    "crc16/x-25": (16, 0x1021, 0xFFFF, True, 0xFFFF, 0x906E),
    "crc16/xmodem": (16, 0x1021, 0x0000, False, 0x0000, 0x31C3),
    "crc32": (32, 0x04C11DB7, 0xFFFFFFFF, True, 0xFFFFFFFF, 0xCBF43926),
    "crc32/mpeg-2": (32, 0x04C11DB7, 0xFFFFFFFF, False, 0x00000000, 0x0376E6E7),
    "crc32c": (32, 0x1EDC6F41, 0xFFFFFFFF, True, 0xFFFFFFFF, 0xE3069283),
}
SUMS = {"sum8": 8, "sum16": 16, "sum32": 32}
WIDTHS = {**{name: crc[0] for name, crc in CRCS.items()}, **SUMS, "xor8": 8}


def reverse(value, width):
    return int(format(value, f"0{width}b")[::-1], 2)


def checksum(name, data):
    if name in SUMS:
        return sum(data) % (1 << SUMS[name])
    if name == "xor8":
        value = 0
        for byte in data:
            value ^= byte
        return value
    width, polynomial, value, reflected, final, _ = CRCS[name]
    for byte in data:
        value ^= (reverse(byte, 8) if reflected else byte) << (width - 8)
        for _ in range(8):
            value = (value << 1) ^ (polynomial if value >> (width - 1) else 0)
            value &= (1 << width) - 1
    return (reverse(value, width) if reflected else value) ^ final


for name, crc in CRCS.items():
    assert checksum(name, b"123456789") == crc[5], name
