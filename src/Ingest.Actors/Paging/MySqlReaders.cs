using System.Data.Common;
using System.Text;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Readers of MySQL's binary protocol. The driver converts 32-bit integers and copies bytes without allocating;
/// its getters of wider types box one value each.</summary>
internal static class MySqlReaders
{
    public static readonly ColumnReader Int32 = new Int32Reader();
    public static readonly ColumnReader Int64 = new Int64Reader();
    public static readonly ColumnReader UInt64 = new UInt64Reader();
    public static readonly ColumnReader Float = new FloatReader();
    public static readonly ColumnReader Double = new DoubleReader();
    public static readonly ColumnReader WideDecimal = new WideDecimalReader();
    public static readonly ColumnReader Date = new DateReader();
    public static readonly ColumnReader Micros = new MicrosReader();
    public static readonly ColumnReader Bytes = new BytesReader();
    public static readonly ColumnReader Text = new TextReader();

    /// <summary>DECIMAL(precision, scale) as <see cref="ColumnType.Storage"/> wants it.</summary>
    public static ColumnReader Decimal(ColumnType type) => type.Storage switch
    {
        ColumnStorage.Int32 => new UnscaledInt32Reader(type.Scale),
        ColumnStorage.Int64 => new UnscaledInt64Reader(type.Scale),
        _ => WideDecimal,
    };

    /// <summary>DATETIME as the wall clock of a zone shows it.</summary>
    public static ColumnReader Local(WallClock clock) => new LocalMicrosReader(clock);

    private sealed class Int32Reader : FixedReader<int>
    {
        protected override int Value(DbDataReader row, int ordinal) => row.GetInt32(ordinal);
    }

    private sealed class Int64Reader : FixedReader<long>
    {
        protected override long Value(DbDataReader row, int ordinal) => row.GetInt64(ordinal);
    }

    /// <summary>Days since 1970-01-01.</summary>
    private sealed class DateReader : FixedReader<int>
    {
        public override object Parameter(DbDataReader row, int ordinal) =>
            DateTime.UnixEpoch.AddDays(Value(row, ordinal));

        protected override int Value(DbDataReader row, int ordinal) => row.GetInt32(ordinal);
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    private sealed class MicrosReader : FixedReader<long>
    {
        public override object Parameter(DbDataReader row, int ordinal) =>
            Dates.Instant(Value(row, ordinal)).DateTime;

        protected override long Value(DbDataReader row, int ordinal) => row.GetInt64(ordinal);
    }

    /// <summary>The instant of a wall-clock time; as a parameter the wall-clock time itself.</summary>
    private sealed class LocalMicrosReader(WallClock clock) : FixedReader<long>
    {
        public override object Parameter(DbDataReader row, int ordinal) => Dates.Instant(row.GetInt64(ordinal)).DateTime;

        protected override long Value(DbDataReader row, int ordinal) => clock.Instant(row.GetInt64(ordinal));
    }

    private sealed class UInt64Reader : FixedReader<decimal>
    {
        public override object Parameter(DbDataReader row, int ordinal) => ((MySqlDataReader)row).GetUInt64(ordinal);

        protected override decimal Value(DbDataReader row, int ordinal) => ((MySqlDataReader)row).GetUInt64(ordinal);
    }

    private sealed class FloatReader : FixedReader<float>
    {
        protected override float Value(DbDataReader row, int ordinal) => row.GetFloat(ordinal);
    }

    private sealed class DoubleReader : FixedReader<double>
    {
        protected override double Value(DbDataReader row, int ordinal) => row.GetDouble(ordinal);
    }

    private sealed class WideDecimalReader : FixedReader<decimal>
    {
        protected override decimal Value(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);
    }

    private sealed class UnscaledInt32Reader(int scale) : FixedReader<int>
    {
        private readonly decimal _unit = Unit(scale);

        public override object Parameter(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);

        protected override int Value(DbDataReader row, int ordinal) => decimal.ToInt32(row.GetDecimal(ordinal) * _unit);
    }

    private sealed class UnscaledInt64Reader(int scale) : FixedReader<long>
    {
        private readonly decimal _unit = Unit(scale);

        public override object Parameter(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);

        protected override long Value(DbDataReader row, int ordinal) => decimal.ToInt64(row.GetDecimal(ordinal) * _unit);
    }

    private class BytesReader : ColumnReader
    {
        public override void Append(DbDataReader row, int ordinal, ColumnBuffer target)
        {
            if (row.IsDBNull(ordinal))
            {
                target.AppendNull();
                return;
            }

            ArraySegment<byte> space = ((BytesColumn)target).AppendSegment((int)row.GetBytes(ordinal, 0, null, 0, 0));
            row.GetBytes(ordinal, 0, space.Array, space.Offset, space.Count);
        }

        public override object Parameter(DbDataReader row, int ordinal)
        {
            byte[] value = new byte[row.GetBytes(ordinal, 0, null, 0, 0)];
            row.GetBytes(ordinal, 0, value, 0, value.Length);
            return value;
        }
    }

    private sealed class TextReader : BytesReader
    {
        public override object Parameter(DbDataReader row, int ordinal) =>
            Encoding.UTF8.GetString((byte[])base.Parameter(row, ordinal));
    }

    private static decimal Unit(int scale)
    {
        decimal unit = 1;
        for (int i = 0; i < scale; i++)
        {
            unit *= 10;
        }

        return unit;
    }
}
