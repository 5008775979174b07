namespace Ingest.Codec.CayenneLpp;

/// <summary>A column and what of a payload it holds.</summary>
/// <param name="Channel">The column.</param>
/// <param name="Number">The LPP channel, 0 to 255: the first byte of a value.</param>
/// <param name="Type">The type's name, such as <c>temperature</c> (<c>docs/cayenne-lpp.md</c>).</param>
/// <param name="Part">Which number of a type that has several: x, y, z; latitude, longitude, altitude; red, green, blue. Null for
/// the others.</param>
public sealed record LppChannel(Channel Channel, int Number, string Type, string? Part = null);
