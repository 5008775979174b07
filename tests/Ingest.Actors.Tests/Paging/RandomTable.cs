using CsCheck;

namespace Ingest.Actors.Tests.Paging;

/// <summary>A table of random columns and the rows in it.</summary>
/// <param name="Key">The key's columns.</param>
/// <param name="Columns">The others.</param>
/// <param name="Rows">For each of the others a literal; null: NULL.</param>
internal sealed record RandomTable(IReadOnlyList<RandomKey> Key, IReadOnlyList<RandomType> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    private const int RowsMax = 8;

    /// <summary>Any of them.</summary>
    public static Gen<RandomTable> Any { get; } = Gen.Select(
        Gen.OneOf(RandomKey.All).Array[1, 2],
        RandomType.Any.Array[1, 8],
        Gen.Int[1, RowsMax]).SelectMany((key, columns, rows) => Literals(columns).Array[rows].Select(values => new RandomTable(key, columns, values)));

    /// <summary>Columns' names, the key's first.</summary>
    public IReadOnlyList<string> Names => [.. Key.Select((_, i) => $"k{i}"), .. Columns.Select((_, i) => $"c{i}")];

    /// <summary>Their types.</summary>
    public IReadOnlyList<RandomType> Types => [.. Key.Select(part => part.Type), .. Columns];

    /// <summary>Statements that make it.</summary>
    public string Sql(string table)
    {
        IEnumerable<string> columns = Names.Zip(Types, (name, type) => $"{name} {type.Sql}{(name[0] == 'k' ? " NOT NULL" : "")}");
        IEnumerable<string> rows = Rows.Select((row, i) => $"({string.Join(", ", [.. Key.Select(part => part.Literal(i)), .. row.Select(value => value ?? "NULL")])})");
        return $"CREATE TABLE {table} ({string.Join(", ", columns)}, PRIMARY KEY ({string.Join(", ", Key.Select((_, i) => $"k{i}"))})); "
            + $"INSERT INTO {table} VALUES {string.Join(", ", rows)}";
    }

    private static Gen<IReadOnlyList<string?>> Literals(RandomType[] columns) => columns.Aggregate(
        Gen.Const<IReadOnlyList<string?>>([]),
        (row, type) => Gen.Select(row, Gen.Frequency((1, Gen.Const(default(string))), (4, type.Literals.Select(literal => (string?)literal))))
            .Select((before, value) => (IReadOnlyList<string?>)[.. before, value]));
}

/// <summary>A column of a key.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Literal">A value for each row, no two alike.</param>
internal sealed record RandomKey(RandomType Type, Func<int, string> Literal)
{
    private const string SourceHex = "HEX(CONVERT({0} USING utf8mb4))";
    private const string LakeHex = "hex(encode({0}))";

    /// <summary>One of each kind.</summary>
    public static RandomKey[] All { get; } =
    [
        Of("INT", row => $"{(row * 7) - 20}"),
        Of("BIGINT UNSIGNED", row => $"18446744073709551615 - {row}"),
        Of("DECIMAL(12,3)", row => $"{row - 3}.125"),
        Of("DECIMAL(33,4)", row => $"{row - 3} * 12345678901234567890123456.25"),
        new(new RandomType("VARCHAR(20)", Gen.Const(""), SourceHex, LakeHex), row => $"'ключ{row}'"),
        new(new RandomType("VARCHAR(20) CHARACTER SET sjis", Gen.Const(""), SourceHex, LakeHex), row => $"'キー{row}'"),
        new(new RandomType("CHAR(12) CHARACTER SET ascii", Gen.Const(""), SourceHex, LakeHex), row => $"'key {row}'"),
        new(new RandomType("VARBINARY(8)", Gen.Const(""), "HEX({0})", "hex({0})"), row => $"x'{row:X4}'"),
        Of("DATE", row => $"'2021-02-{row + 1:00}'"),
    ];

    private static RandomKey Of(string sql, Func<int, string> literal) =>
        new(new RandomType(sql, Gen.Const(""), "CAST({0} AS CHAR)", "{0}::VARCHAR"), literal);
}
