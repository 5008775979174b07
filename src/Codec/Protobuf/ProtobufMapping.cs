using Ingest.Codec.Values;

namespace Ingest.Codec.Protobuf;

/// <summary>Which parts of a message are samples, and which is their time. A path is names of fields apart by dots, as the .proto file
/// spells them.</summary>
/// <param name="Samples">The path of a repeated message, each of which is a sample; null where the message itself is, or has lists of
/// values.</param>
/// <param name="Time">The path of the time, from the sample or, beginning with <c>$.</c>, from the message; null for the row's own
/// time.</param>
/// <param name="TimeUnit">What a time counts that is a number, since 1970; null where it is a google.protobuf.Timestamp, or text in
/// RFC 3339.</param>
public sealed record ProtobufMapping(string? Samples = null, string? Time = null, EpochUnit? TimeUnit = null);

/// <summary>A column and the field that it holds.</summary>
/// <param name="Channel">The column.</param>
/// <param name="Path">The field's path, from the sample or, beginning with <c>$.</c>, from the message.</param>
public sealed record ProtobufChannel(Channel Channel, string Path);
