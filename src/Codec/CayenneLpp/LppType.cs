namespace Ingest.Codec.CayenneLpp;

/// <summary>
/// The types of Cayenne Low Power Payload: those of its reference (docs.mydevices.com/docs/lorawan/cayenne-lpp), and those that
/// its libraries add after the same rule, an IPSO object's number less 3200.
/// </summary>
internal sealed class LppType
{
    public const string UnixTime = "unix_time";

    private static readonly LppType[] All =
    [
        new(0, "digital_input", 1, false, 0),
        new(1, "digital_output", 1, false, 0),
        new(2, "analog_input", 2, true, 2),
        new(3, "analog_output", 2, true, 2),
        new(100, "generic_sensor", 4, false, 0),
        new(101, "illuminance", 2, false, 0),
        new(102, "presence", 1, false, 0),
        new(103, "temperature", 2, true, 1),
        new(104, "humidity", new LppPart(null, 1, false, 1, 5)),
        new(113, "accelerometer", Axes(3)),
        new(115, "barometer", 2, false, 1),
        new(116, "voltage", 2, false, 2),
        new(117, "current", 2, false, 3),
        new(118, "frequency", 4, false, 0),
        new(120, "percentage", 1, false, 0),
        new(121, "altitude", 2, true, 0),
        new(122, "load", 3, true, 3),
        new(125, "concentration", 2, false, 0),
        new(128, "power", 2, false, 0),
        new(130, "distance", 4, false, 3),
        new(131, "energy", 4, false, 3),
        new(132, "direction", 2, false, 0),
        new(133, UnixTime, 4, false, 0),
        new(134, "gyrometer", Axes(2)),
        new(135, "colour", new LppPart("red", 1, false, 0), new LppPart("green", 1, false, 0), new LppPart("blue", 1, false, 0)),
        new(136, "gps", new LppPart("latitude", 3, true, 4), new LppPart("longitude", 3, true, 4), new LppPart("altitude", 3, true, 2)),
        new(142, "switch", 1, false, 0),
    ];

    private static readonly LppType?[] Codes = ByCode();

    private LppType(int code, string name, params LppPart[] parts)
    {
        Code = code;
        Name = name;
        Parts = parts;
        Bytes = parts.Sum(part => part.Bytes);
    }

    private LppType(int code, string name, int bytes, bool signed, int decimals)
        : this(code, name, new LppPart(null, bytes, signed, decimals))
    {
    }

    public int Code { get; }

    public string Name { get; }

    /// <summary>Length of its data.</summary>
    public int Bytes { get; }

    public IReadOnlyList<LppPart> Parts { get; }

    /// <summary>A number below 32, another for each type.</summary>
    public int Ordinal { get; private set; }

    public static IEnumerable<string> Names => All.Select(type => type.Name);

    public static LppType? Of(byte code) => Codes[code];

    public static LppType? Of(string name) => All.FirstOrDefault(type => type.Name == name);

    private static LppPart[] Axes(int decimals) => 
        [new("x", 2, true, decimals), new("y", 2, true, decimals), new("z", 2, true, decimals)];

    private static LppType?[] ByCode()
    {
        var codes = new LppType?[256];
        for (int i = 0; i < All.Length; i++)
        {
            All[i].Ordinal = i;
            codes[All[i].Code] = All[i];
        }

        return codes;
    }
}
