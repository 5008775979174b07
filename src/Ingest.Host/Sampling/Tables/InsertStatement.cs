using System.Globalization;
using System.Text;
using Ingest.Actors.Units;

namespace Ingest.Host.Sampling.Tables;

/// <summary>
/// One INSERT of many rows, as text with hexadecimal payloads. Bulk loading would need <c>local_infile</c>, which most
/// servers do not allow.
/// </summary>
/// <param name="layout">The table.</param>
/// <param name="head">The statement up to and with VALUES.</param>
/// <param name="lastKey">The highest key that is taken.</param>
internal sealed class InsertStatement(SampleLayout layout, string head, ulong lastKey)
{
    // Well below the smallest max_allowed_packet that servers come with, 1 MiB, unless one row is larger.
    private const int CharsMax = 256 * 1024;
    private const int RowsMax = 2_000;

    private readonly StringBuilder _sql = new(CharsMax + 1024);
    private ulong _lastKey = lastKey;
    private int _rows;

    public bool IsFull => _rows == RowsMax || _sql.Length >= CharsMax;

    /// <summary>Adds a row.</summary>
    /// <returns>The bytes of its payload.</returns>
    public int Add(Burst burst, ReadOnlySpan<byte> payload)
    {
        _sql.Append(_rows++ == 0 ? head : ",");
        _sql.Append(CultureInfo.InvariantCulture, $"({++_lastKey},");
        if (layout.Time.As == TimeEncoding.Datetime)
        {
            _sql.Append(CultureInfo.InvariantCulture, $"'{Dates.Instant(burst.ReceivedAt):yyyy-MM-dd HH:mm:ss.ffffff}',");
        }
        else
        {
            _sql.Append(CultureInfo.InvariantCulture, $"{layout.Epoch(burst.ReceivedAt)},");
        }

        _sql.Append(CultureInfo.InvariantCulture, $"{burst.Sensor},0x");
        AppendHex(payload);
        _sql.Append(')');
        return payload.Length;
    }

    /// <summary>The statement, after which this one is empty; null when it has no rows.</summary>
    public string? Take()
    {
        if (_rows == 0)
        {
            return null;
        }

        string sql = _sql.ToString();
        _sql.Clear();
        _rows = 0;
        return sql;
    }

    private void AppendHex(ReadOnlySpan<byte> payload)
    {
        Span<char> hex = stackalloc char[512];
        while (!payload.IsEmpty)
        {
            ReadOnlySpan<byte> part = payload[..Math.Min(payload.Length, hex.Length / 2)];
            Convert.TryToHexString(part, hex, out int written);
            _sql.Append(hex[..written]);
            payload = payload[part.Length..];
        }
    }
}
