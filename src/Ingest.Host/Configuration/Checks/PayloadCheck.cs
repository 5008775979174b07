using System.Globalization;
using System.Reflection;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Shapes;
using Ingest.Codec.Versions;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>How a table's payloads are decoded: by one codec or by several versions, into wide rows or long ones.</summary>
internal sealed class PayloadCheck
{
    private readonly ErrorList _errors;
    private readonly List<string> _warnings = [];
    private readonly CodecCheck _codecs;

    public PayloadCheck(ConfigurationOrigin origin, ErrorList errors)
    {
        _errors = errors;
        _codecs = new CodecCheck(origin, errors, _warnings);
    }

    /// <returns>Null when the payloads cannot be decoded like that.</returns>
    public PayloadSpec? Check(string path, PayloadOptions options)
    {
        bool isLong = options.Shape == "long";
        ColumnType? value = Value($"{path}:{nameof(options.Value)}", options.Value, isLong);
        IPayloadDecoder? decoder = isLong && SenmlFormat(options) is { } senml
            ? _codecs.Said(path, path, () => SenmlDecoder.Long(senml, value ?? ColumnType.Double, PayloadLimits.Default))
            : Wide(path, options);
        if (decoder is null || value is null || options.Column is null)
        {
            return null;
        }

        if (isLong && decoder is not SenmlDecoder)
        {
            decoder = _codecs.Said($"{path}:{nameof(options.Shape)}", path, () => new LongDecoder(decoder, value.Value));
        }

        return decoder is null ? null : new PayloadSpec(options.Column, decoder, options.Versions?.Column) { Warnings = _warnings };
    }

    /// <summary>SenML without channels: each record is a row, whatever its name.</summary>
    private static DocumentFormat? SenmlFormat(PayloadOptions options) => options switch
    {
        { Channels: not null } or { Envelopes: not null } or { Versions: not null } => null,
        { Codec: { } codec } when codec == SenmlDecoder.Name(DocumentFormat.Json) => DocumentFormat.Json,
        { Codec: { } codec } when codec == SenmlDecoder.Name(DocumentFormat.Cbor) => DocumentFormat.Cbor,
        _ => null,
    };

    private IPayloadDecoder? Wide(string path, PayloadOptions options)
    {
        if (options.Versions is not { } versions)
        {
            return _codecs.Check(path, options);
        }

        foreach (PropertyInfo beside in typeof(CodecOptions).GetProperties().Where(beside => beside.GetValue(options) is not null))
        {
            _errors.Add($"{path}:{beside.Name}", "means nothing beside Versions; each version has its own, under Codecs");
        }

        string key = $"{path}:{nameof(options.Versions)}";
        Dictionary<string, IPayloadDecoder?> decoders = (versions.Codecs ?? new Dictionary<string, CodecOptions>())
            .ToDictionary(version => version.Key, version => _codecs.Check($"{key}:{nameof(versions.Codecs)}:{version.Key}", version.Value));
        return decoders.ContainsValue(null) ? null : _codecs.Said(key, path, () => Versioned(key, versions, decoders!));
    }

    private IPayloadDecoder? Versioned(string key, VersionsOptions versions, Dictionary<string, IPayloadDecoder> decoders)
    {
        if (versions.Column is { } column)
        {
            if (versions.Offset is not null || versions.Length is not null || versions.BigEndian is not null || versions.SkipsVersion is not null)
            {
                _errors.Add(key, "either a Column says the version, or bytes of the payload (Offset, Length, BigEndian, SkipsVersion); leave one of them out");
                return null;
            }

            return new RowVersionDecoder(column, decoders);
        }

        Dictionary<long, IPayloadDecoder> numbers = [];
        foreach ((string version, IPayloadDecoder decoder) in decoders)
        {
            if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                _errors.Add($"{key}:{nameof(versions.Codecs)}:{version}", "expected a number, which bytes of the payload say; or name the Column that says the version");
                return null;
            }

            if (!numbers.TryAdd(number, decoder))
            {
                _errors.Add($"{key}:{nameof(versions.Codecs)}:{version}", $"the number {number} is there twice");
                return null;
            }
        }

        return new VersionDecoder(
            versions.Offset ?? 0, versions.Length ?? 1, versions.BigEndian ?? false, numbers, versions.SkipsVersion ?? false);
    }

    private ColumnType? Value(string key, string? text, bool isLong)
    {
        if (text is null or "double")
        {
            return ColumnType.Double;
        }

        if (!isLong)
        {
            _errors.Add(key, "means nothing to the wide shape, whose channels have types of their own; leave it out");
            return null;
        }

        string[] digits = text.StartsWith("decimal(", StringComparison.Ordinal) && text.EndsWith(')') ? text["decimal(".Length..^1].Split(',') : [];
        if (digits.Length == 2 && int.TryParse(digits[0], out int precision) && int.TryParse(digits[1], out int scale)
            && precision is >= 1 and <= Channel.PrecisionMax && scale >= 0 && scale <= precision)
        {
            return ColumnType.Decimal(precision, scale);
        }

        _errors.Add(key, $"expected double, or decimal(18,3) with at most {Channel.PrecisionMax} digits, not '{text}'");
        return null;
    }
}
