using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The column that holds payloads, and how they are decoded.</summary>
public sealed class PayloadOptions : CodecOptions
{
    [Required]
    [Description("The source column.")]
    public string? Column { get; set; }

    [AbsentMeans("all payloads are decoded alike")]
    [Description("Which rows are decoded how, where the format has changed ([versions](envelopes.md)).")]
    public VersionsOptions? Versions { get; set; }

    [AllowedValues("wide", "long")]
    [Description("`wide`: a row a sample, with a column for each channel. `long`: a row a value, with its channel's name ([shapes](envelopes.md)).")]
    public string Shape { get; set; } = "wide";

    [AbsentMeans("`double`")]
    [Description("The type of values in the `long` shape: `double`, or a decimal of digits in all and after the point, `decimal(18,3)`.")]
    public string? Value { get; set; }
}

/// <summary>Which rows are decoded how.</summary>
public sealed class VersionsOptions
{
    [AbsentMeans("bytes of the payload say it")]
    [Description("The source column whose value says it.")]
    public string? Column { get; set; }

    [AbsentMeans("`0`")]
    [Range(0, 65_536)]
    [Description("Bytes of the payload before the number that says it.")]
    public int? Offset { get; set; }

    [AbsentMeans("`1`")]
    [Range(1, 4)]
    [Description("Bytes of the number.")]
    public int? Length { get; set; }

    [AbsentMeans("`false`")]
    [Description("Whether the number's highest byte is first.")]
    public bool? BigEndian { get; set; }

    [AbsentMeans("`false`")]
    [Description("Whether the codec gets only the bytes after the number, instead of the whole payload.")]
    public bool? SkipsVersion { get; set; }

    [Required]
    [Description("How each is decoded, by the number or the column's value: the keys of `Payload` from `Codec` to `Time`.")]
    public IReadOnlyDictionary<string, CodecOptions>? Codecs { get; set; }
}
