using System.Data.Common;
using System.Globalization;
using System.Text;
using Ingest.Codec.Columns;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ingest.Actors.Paging;

/// <summary>Readers of SQLite's values, straight from the statement: a value may be of another type than its column
/// declares, and is refused then.</summary>
internal static class SqliteReaders
{
    public static readonly ColumnReader Int64 = new Int64Reader();
    public static readonly ColumnReader Bool = new BoolReader();
    public static readonly ColumnReader Double = new DoubleReader();
    public static readonly ColumnReader Date = new DateReader();
    public static readonly ColumnReader Micros = new MicrosReader();
    public static readonly ColumnReader Text = new BytesReader(raw.SQLITE_TEXT, "text", isString: true);
    /// <summary>As <see cref="Text"/>, but a parameter of bytes.</summary>
    public static readonly ColumnReader TextBytes = new BytesReader(raw.SQLITE_TEXT, "text", isString: false);
    public static readonly ColumnReader Bytes = new BytesReader(raw.SQLITE_BLOB, "a blob", isString: false);

    /// <summary>DECIMAL(precision, scale), precision up to 18.</summary>
    public static ColumnReader Decimal(ColumnType type) => type.Storage == ColumnStorage.Int32
        ? new UnscaledInt32Reader(type.Precision, type.Scale)
        : new UnscaledInt64Reader(type.Precision, type.Scale);

    private static sqlite3_stmt Statement(DbDataReader row) => ((SqliteDataReader)row).Handle!;

    private static void Expect(DbDataReader row, int ordinal, int type, string declared)
    {
        int found = raw.sqlite3_column_type(Statement(row), ordinal);
        if (found != type)
        {
            throw new ColumnValueException($"holds {Name(found)} where {declared} is declared");
        }
    }

    private static string Name(int type) => type switch
    {
        raw.SQLITE_INTEGER => "an integer",
        raw.SQLITE_FLOAT => "a real number",
        raw.SQLITE_TEXT => "text",
        _ => "a blob",
    };

    private sealed class Int64Reader : FixedReader<long>
    {
        protected override long Value(DbDataReader row, int ordinal)
        {
            Expect(row, ordinal, raw.SQLITE_INTEGER, "an integer");
            return raw.sqlite3_column_int64(Statement(row), ordinal);
        }
    }

    private sealed class BoolReader : FixedReader<int>
    {
        protected override int Value(DbDataReader row, int ordinal)
        {
            Expect(row, ordinal, raw.SQLITE_INTEGER, "a boolean (0 or 1)");
            long value = raw.sqlite3_column_int64(Statement(row), ordinal);
            return value is >= int.MinValue and <= int.MaxValue
                ? (int)value
                : throw new ColumnValueException($"holds {value} where a boolean (0 or 1) is declared");
        }
    }

    private sealed class DoubleReader : FixedReader<double>
    {
        private const long ExactMax = 1L << 53;

        protected override double Value(DbDataReader row, int ordinal)
        {
            sqlite3_stmt statement = Statement(row);
            if (raw.sqlite3_column_type(statement, ordinal) == raw.SQLITE_INTEGER
                && raw.sqlite3_column_int64(statement, ordinal) is >= -ExactMax and <= ExactMax and long integer)
            {
                return integer;
            }

            Expect(row, ordinal, raw.SQLITE_FLOAT, "a real number");
            return raw.sqlite3_column_double(statement, ordinal);
        }
    }

    private sealed class DateReader : FixedReader<int>
    {
        public override object Parameter(DbDataReader row, int ordinal) => row.GetString(ordinal);

        protected override int Value(DbDataReader row, int ordinal)
        {
            Expect(row, ordinal, raw.SQLITE_TEXT, "a date (ISO 8601 text)");
            ReadOnlySpan<byte> text = raw.sqlite3_column_blob(Statement(row), ordinal);
            return IsoTime.TryParseDay(text, out int day)
                ? day
                : throw new ColumnValueException($"holds '{Encoding.UTF8.GetString(text)}', which is no date like 2021-01-31");
        }
    }

    private sealed class MicrosReader : FixedReader<long>
    {
        public override object Parameter(DbDataReader row, int ordinal) => row.GetString(ordinal);

        protected override long Value(DbDataReader row, int ordinal)
        {
            Expect(row, ordinal, raw.SQLITE_TEXT, "a time (ISO 8601 text)");
            ReadOnlySpan<byte> text = raw.sqlite3_column_blob(Statement(row), ordinal);
            return IsoTime.TryParseMicros(text, out long micros)
                ? micros
                : throw new ColumnValueException(
                    $"holds '{Encoding.UTF8.GetString(text)}', which is no UTC time like 2021-01-31 23:59:59.123456");
        }
    }

    private abstract class UnscaledReader<T>(int precision, int scale) : FixedReader<T>
        where T : unmanaged
    {
        private const int CharsMax = 40;

        private readonly string _format = string.Create(CultureInfo.InvariantCulture, $"F{scale}");
        private readonly decimal _unit = PowerOf10(scale);
        private readonly decimal _limit = PowerOf10(precision);

        public override object Parameter(DbDataReader row, int ordinal) => row.GetValue(ordinal);

        /// <summary>An integer is exact; a real number must be the one nearest to a decimal of the declared scale.</summary>
        protected long Unscaled(DbDataReader row, int ordinal)
        {
            sqlite3_stmt statement = Statement(row);
            int type = raw.sqlite3_column_type(statement, ordinal);
            if (type == raw.SQLITE_INTEGER)
            {
                return Checked(raw.sqlite3_column_int64(statement, ordinal) * _unit);
            }

            Expect(row, ordinal, raw.SQLITE_FLOAT, "a decimal");
            double value = raw.sqlite3_column_double(statement, ordinal);
            // The text is exact where a conversion to decimal keeps 15 digits.
            Span<char> text = stackalloc char[CharsMax];
            return value.TryFormat(text, out int length, _format, CultureInfo.InvariantCulture)
                && double.Parse(text[..length], CultureInfo.InvariantCulture) == value
                && decimal.TryParse(text[..length], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal rounded)
                    ? Checked(rounded * _unit)
                    : throw Misfit(value);
        }

        private long Checked(decimal unscaled) =>
            Math.Abs(unscaled) < _limit ? (long)unscaled : throw Misfit((double)(unscaled / _unit));

        private ColumnValueException Misfit(double value) =>
            new(string.Create(CultureInfo.InvariantCulture, $"holds {value:R}, which is no decimal({precision},{scale})"));
    }

    private sealed class UnscaledInt32Reader(int precision, int scale) : UnscaledReader<int>(precision, scale)
    {
        protected override int Value(DbDataReader row, int ordinal) => (int)Unscaled(row, ordinal);
    }

    private sealed class UnscaledInt64Reader(int precision, int scale) : UnscaledReader<long>(precision, scale)
    {
        protected override long Value(DbDataReader row, int ordinal) => Unscaled(row, ordinal);
    }

    private sealed class BytesReader(int type, string declared, bool isString) : ColumnReader
    {
        public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
        {
            if (row.IsDBNull(ordinal))
            {
                target.AppendNull();
                return true;
            }

            Expect(row, ordinal, type, declared);
            ((BytesColumn)target).Append(raw.sqlite3_column_blob(Statement(row), ordinal));
            return true;
        }

        public override object Parameter(DbDataReader row, int ordinal)
        {
            ReadOnlySpan<byte> value = raw.sqlite3_column_blob(Statement(row), ordinal);
            return isString ? Encoding.UTF8.GetString(value) : value.ToArray();
        }
    }

    private static decimal PowerOf10(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
