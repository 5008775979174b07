using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Codec;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The column that holds payloads, and how they are decoded.</summary>
public sealed class PayloadOptions
{
    [Required]
    [Description("The source column.")]
    public string? Column { get; set; }

    [Required]
    [Description("How payloads are decoded: `layout`, `process` or `sensorpack`.")]
    public string? Codec { get; set; }

    [AbsentMeans("required without `Layout`")]
    [Description("What a payload measures; with `sensorpack` in the order of the payload. Each becomes a column.")]
    public IReadOnlyList<ChannelOptions>? Channels { get; set; }

    [AbsentMeans("required by `layout`")]
    [Description("`layout`: the file that [describes](layout.md) the payload and names its channels.")]
    public string? Layout { get; set; }

    [AbsentMeans("required by `process`")]
    [Description("`process`: the [program](process.md) that decodes.")]
    public ProcessOptions? Process { get; set; }
}

/// <summary>A program that decodes.</summary>
public sealed class ProcessOptions
{
    [Required]
    [Description("The program and its arguments: `[\"python3\", \"decode.py\"]`. It runs in the configuration's folder.")]
    public IReadOnlyList<string>? Command { get; set; }

    [AbsentMeans("what of `Command` is a file")]
    [Description("Files that decide what it answers. When one changes, the table's units are run again.")]
    public IReadOnlyList<string>? Files { get; set; }

    [Range(1, 64)]
    [Description("How many of it run at most. More than pages are decoded at once have nothing to do.")]
    public int Processes { get; set; } = 2;

    [Range(typeof(Duration), "100ms", "10m")]
    [Description("How long it may take to answer. Then it is started anew; a payload on which it takes as long once more is rejected.")]
    public Duration Timeout { get; set; } = new(TimeSpan.FromSeconds(10));
}

/// <summary>One measured quantity of a payload.</summary>
public sealed class ChannelOptions
{
    [Required]
    [Description("Its column's name in the lake: lower-case letters, digits and underscores.")]
    public string? Name { get; set; }

    [AllowedValues(ChannelTypes.Decimal, ChannelTypes.Int, ChannelTypes.BigInt, ChannelTypes.Float, ChannelTypes.Double, ChannelTypes.Text, ChannelTypes.Binary, ChannelTypes.Timestamp)]
    [Description("Its column's type: `decimal`, `int`, `bigint`, `float`, `double`, `text`, `binary` or `timestamp`. `sensorpack` has decimals only.")]
    public string Type { get; set; } = ChannelTypes.Decimal;

    [Range(0, Channel.PrecisionMax)]
    [Description("Decimals: digits after the point. With scale 2 a `sensorpack` integer 2150 is 21.50.")]
    public int Scale { get; set; }

    [Range(1, Channel.PrecisionMax)]
    [AbsentMeans("`9`, or `18` where `Scale` is above 8")]
    [Description("Decimals: digits in all, at least `Scale`. Up to 9 are held in 32 bits, more in 64. A value with more rejects its payload.")]
    public int? Precision { get; set; }

    [Description("Decimals: round a value with more digits after the point than `Scale`, a half away from zero, instead of rejecting its payload.")]
    public bool Round { get; set; }

    [AbsentMeans("none")]
    [Description("The unit of measure (UCUM), for people.")]
    public string? Unit { get; set; }
}
