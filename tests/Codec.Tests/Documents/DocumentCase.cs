using System.Globalization;
using System.Text;
using System.Text.Json;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;

namespace Ingest.Codec.Tests.Documents;

/// <summary>A document that independent encoders wrote (<c>make_documents.mjs</c>), and the rows that it holds.</summary>
public sealed record DocumentCase(
    string Name, CaseMapping Mapping, CaseChannel[] Channels, string[] Rows, string Json, string Cbor, string MessagePack)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static DocumentCase[] All { get; } = JsonSerializer.Deserialize<DocumentCase[]>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Documents", "documents.json")), Options)!;

    public byte[] Payload(DocumentFormat format) => format switch
    {
        DocumentFormat.Json => Encoding.UTF8.GetBytes(Json),
        DocumentFormat.Cbor => Convert.FromHexString(Cbor),
        _ => Convert.FromHexString(MessagePack),
    };

    public DocumentDecoder Decoder(DocumentFormat format, PayloadLimits? limits = null) =>
        new(format, Mapping.Value, [.. Channels.Select(channel => channel.Value)], limits ?? PayloadLimits.Default);

    public override string ToString() => Name;

    public static ColumnType Type(string name) => name switch
    {
        "int32" => ColumnType.Int32,
        "int64" => ColumnType.Int64,
        "float" => ColumnType.Float,
        "double" => ColumnType.Double,
        "text" => ColumnType.Text,
        "binary" => ColumnType.Binary,
        "timestamp" => ColumnType.TimestampMicros,
        _ => Decimal(name["decimal(".Length..^1].Split(',')),
    };

    private static ColumnType Decimal(string[] digits) =>
        ColumnType.Decimal(int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture));
}

public sealed record CaseMapping(string Samples, CaseTime? Time, string Kind = "Each")
{
    public DocumentMapping Value => new()
    {
        Samples = Samples,
        Kind = Enum.Parse<SamplesKind>(Kind, ignoreCase: true),
        Time = Time is null ? null : new DocumentTime(Time.Path, Time.As ?? DocumentTime.Rfc3339, Time.Base, Time.BaseAs),
    };
}

public sealed record CaseTime(string Path, string? As, string? Base, string? BaseAs);

public sealed record CaseChannel(string Name, string Type, string Path)
{
    public DocumentChannel Value => new(new Channel(Name, DocumentCase.Type(Type)), Path);
}
