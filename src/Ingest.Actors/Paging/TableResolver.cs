using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Matches a table's configuration with the database's schema: every name found, every type known, or a sentence.</summary>
internal sealed class TableResolver
{
    private readonly TableSpec _spec;
    private readonly TableSchema _schema;
    private readonly SqlDialect _dialect;
    private readonly List<SourceColumn> _selected = [];

    private TableResolver(TableSpec spec, TableSchema schema, SqlDialect dialect)
    {
        _spec = spec;
        _schema = schema;
        _dialect = dialect;
    }

    public static SourceTable Resolve(TableSpec spec, TableSchema schema, SqlDialect dialect) =>
        new TableResolver(spec, schema, dialect).Resolve();

    private SourceTable Resolve()
    {
        if (_schema.Refusal is { } refusal)
        {
            throw IngestException.Permanent($"The table '{_schema.Name}' {refusal}");
        }

        if (_spec.Zone is not null && _dialect is SqliteDialect)
        {
            throw IngestException.Permanent($"The times of SQLite are in UTC or say their offset: leave Zone of '{_spec.Name}' out.");
        }

        bool isPaged = !_spec.Unpaged || (_spec.IsUnnamed && KnownKeys().Length != 0);
        int[] key = isPaged ? [.. KeyNames().Select(name => Select(KeyColumn(name)))] : [];
        SchemaIndex? keyIndex = isPaged ? KeyIndex(key) : null;
        CheckBlocks(key);
        int[] carried = [.. CarriedNames().Select(name => Select(Column(name, "Columns")))];
        int[] hashed = [.. (_spec.Hash?.Columns ?? []).Where(IsMeant).Select(name => HashedColumn(name, key, carried))];
        CheckNames(_spec.Rename.Keys, "Rename");
        CheckNames(_spec.Exclude.Where(IsMeant), "Exclude");
        int? payload = _spec.Payload is { } spec ? Select(PayloadColumn(spec.Column)) : null;
        SourceColumn? time = _spec.Time is { } said ? TimeColumn(said) : null;
        int? rowTime = _spec.Payload is { Decoder.NeedsRowTime: true } ? Select(time ?? throw NoRowTime()) : null;
        int? rowVersion = _spec.Payload?.VersionColumn is { } version ? Select(VersionColumn(version)) : null;
        SourceColumn? update = _spec.UpdateColumn is { } name ? UpdateColumn(name) : null;
        LakeNames.Check(_spec, carried.Select(position => _selected[position]));
        SchemaIndex? timeIndex = time is null ? null : TimeIndex(time, key, update);
        string? lackingIndex = time is null || timeIndex is not null
            ? null
            : $"CREATE INDEX {LakeNames.Of(time.Name)}_index ON {_dialect.Quote(_schema.Name)} ({_dialect.Quote(time.Name)})";
        return new SourceTable
        {
            Spec = _spec.KeyBlock is null ? _spec : _spec with { Key = Names(key) },
            Selected = _selected,
            Key = key,
            Carried = carried,
            Hashed = hashed,
            Known = [.. _schema.Columns.Select(column => column.Name)],
            Payload = payload,
            RowTime = rowTime,
            RowVersion = rowVersion,
            Time = time,
            Update = update,
            Layout = new SourceLayout(_schema.Name, keyIndex?.Name, timeIndex?.Name),
            Warnings = lackingIndex is null
                ? []
                : [$"The time column '{time!.Name}' of '{_schema.Name}' has no index, so every unit reads the whole table: {lackingIndex}."],
            LackingIndex = lackingIndex,
            Advice = !isPaged ? PagedAdvice() : update is null || timeIndex is null || timeIndex.Columns.Contains(update.Name)
                ? []
                : [$"An index with the update column would answer whether a unit has changed by itself: CREATE INDEX "
                    + $"{LakeNames.Of(time!.Name)}_{LakeNames.Of(update.Name)}_index ON {_dialect.Quote(_schema.Name)} ({_dialect.Quote(time.Name)}, {_dialect.Quote(update.Name)})."],
        };
    }

    private IngestException NoRowTime() => IngestException.Permanent(
        $"The payloads of '{_spec.Name}' have times that count from their row's: give the table Time, the column that says it.");

    private IReadOnlyList<string> KeyNames() => (_spec.Key, _schema.PrimaryKey) switch
    {
        ([_, ..] said, _) => said,
        _ when _spec.IsUnnamed && KnownKeys() is [var known, ..] => known,
        (_, [_, ..] primary) => primary,
        _ => throw IngestException.Permanent($"The table '{_schema.Name}' has no primary key: {Advice()}."),
    };

    /// <summary>A decoded table without a list carries nothing; a copied one everything.</summary>
    private IEnumerable<string> CarriedNames() =>
        _spec.Columns ?? (_spec.Payload is null ? _schema.Columns.Select(column => column.Name).Where(name => !IsExcluded(name)) : []);

    /// <summary>What is said of all tables is said of columns that some of them have.</summary>
    private bool IsMeant(string column) => !_spec.IsUnnamed || Find(column) is not null;

    private bool IsExcluded(string name) => _spec.Exclude.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A column that a setting names and the table does not have is a slip of the pen, or was renamed in the source: what was
    /// to be kept out would come into the lake.</summary>
    private void CheckNames(IEnumerable<string> names, string setting)
    {
        foreach (string name in names)
        {
            Find(name, setting);
        }
    }

    private int HashedColumn(string name, int[] key, int[] carried)
    {
        SourceColumn column = Column(name, "Hash.Columns");
        int position = _selected.FindIndex(other => other.Name == column.Name);
        if (!carried.Contains(position))
        {
            throw IngestException.Permanent(
                $"The column '{column.Name}' of '{_schema.Name}' is to be hashed and is not copied: name it in Columns, or leave it out of Hash.Columns.");
        }

        string?[] told = [_spec.Time?.Column, _spec.Payload?.Column, _spec.Payload?.VersionColumn];
        if (told.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
        {
            throw IngestException.Permanent(
                $"The column '{column.Name}' of '{_schema.Name}' cannot be hashed: it is the time, the payload or its version, which names of "
                + "objects, rejects and sentences say as they are.");
        }

        if (key.Contains(position) || string.Equals(column.Name, _spec.UpdateColumn, StringComparison.OrdinalIgnoreCase))
        {
            throw IngestException.Permanent(
                $"The column '{column.Name}' of '{_schema.Name}' cannot be hashed: records in the lake keep the lowest and the highest value "
                + "of the key and of the update column as they are. Name another unique index as Key.");
        }

        return HashSpec.Fits(column.Lake.Type)
            ? position
            : throw IngestException.Permanent(
                $"The column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}, which is not hashed: text, bytes and integers are. "
                + "Leave it out with Exclude.");
    }

    private int Select(SourceColumn column)
    {
        int position = _selected.FindIndex(other => other.Name == column.Name);
        if (position < 0)
        {
            position = _selected.Count;
            _selected.Add(column);
        }

        return position;
    }

    private SourceColumn KeyColumn(string name)
    {
        SourceColumn column = Column(name, "Key");
        return RoleOf(column) != TypeRole.Value
            ? column
            : throw IngestException.Permanent(
                $"The key column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}, which has no reliable order: "
                + "name a unique index of integers, text, bytes, decimals or times as Key.");
    }

    private SourceColumn PayloadColumn(string name)
    {
        SourceColumn column = Column(name, "Payload.Column");
        return RoleOf(column) == TypeRole.Bytes
            ? column
            : throw IngestException.Permanent(
                $"The payload column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}: payloads are bytes, "
                + "in a BLOB, BINARY or VARBINARY column.");
    }

    private SourceColumn VersionColumn(string name)
    {
        SourceColumn column = Column(name, "Payload.Versions.Column");
        return RoleOf(column) is TypeRole.Integer or TypeRole.Text
            ? column
            : throw IngestException.Permanent(
                $"The version column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}: a version is an integer or text.");
    }

    private SourceColumn TimeColumn(TimeSpec said)
    {
        SourceColumn column = Column(said.Column, "Time.Column");
        TypeRole role = RoleOf(column);
        // SQLite has no type for times: text declared as such will do where it is read as ISO 8601.
        bool fits = said.As == TimeEncoding.Datetime
            ? role == TypeRole.Time || (role == TypeRole.Text && _dialect is SqliteDialect)
            : role == TypeRole.Integer;
        return fits
            ? column
            : throw IngestException.Permanent(
                $"The time column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}, which does not hold "
                + $"{(said.As == TimeEncoding.Datetime ? "dates or times: set Time.As when it holds an epoch" : "integers: Time.As must be datetime for dates and times")}.");
    }

    private SourceColumn UpdateColumn(string name)
    {
        SourceColumn column = Column(name, "UpdateColumn");
        return RoleOf(column) is TypeRole.Integer or TypeRole.Time
            ? column
            : throw IngestException.Permanent(
                $"The update column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}: it must be an integer or "
                + "a time that every update raises.");
    }

    private TypeRole RoleOf(SourceColumn column) => _dialect.Type(column).Role;

    private SourceColumn Column(string name, string setting)
    {
        SchemaColumn column = Find(name, setting);
        SourceType type = _dialect.Type(column.SqlType, out string? refusal) ?? throw IngestException.Permanent(
            $"The column '{column.Name}' of '{_schema.Name}' has the type {column.SqlType}, {refusal}.");
        return new SourceColumn(column.Name, column.SqlType, new Column(LakeName(column.Name), type.Lake))
        {
            Clock = _spec.Zone is { } zone && _dialect.IsWallClock(column.SqlType) ? zone : null,
            Collation = column.Collation,
            Kind = _dialect.Kind(column.SqlType),
        };
    }

    private string LakeName(string column) =>
        _spec.Rename.FirstOrDefault(pair => string.Equals(pair.Key, column, StringComparison.OrdinalIgnoreCase)).Value ?? LakeNames.Of(column);

    private SchemaColumn Find(string name, string setting) => Find(name) ?? throw IngestException.Permanent(
        $"The table '{_schema.Name}' has no column '{name}', which {setting} of '{_spec.Name}' names; it has "
        + $"{string.Join(", ", _schema.Columns.Select(known => known.Name))}.");

    /// <summary>The schema's column of a name; case is as little told apart as the databases do.</summary>
    private SchemaColumn? Find(string name) =>
        _schema.Columns.FirstOrDefault(column => column.Name == name)
        ?? _schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    private string[] Names(int[] key) => [.. key.Select(position => _selected[position].Name)];

    private void CheckBlocks(int[] key)
    {
        if (_spec.KeyBlock is not null && (key.Length != 1 || RoleOf(_selected[key[0]]) != TypeRole.Integer))
        {
            throw IngestException.Permanent(
                $"The key ({string.Join(", ", Names(key))}) of '{_schema.Name}' is not one integer column, which '{_spec.Name}' needs to "
                + "be cut into blocks of keys: give it Time, the column whose day decides which unit a row belongs to, or name a "
                + "unique integer column as Key.");
        }
    }

    private SchemaIndex KeyIndex(int[] key)
    {
        string[] names = Names(key);
        SchemaIndex? index = _schema.Indexes.FirstOrDefault(known => known.Unique && known.Columns.SequenceEqual(names));
        bool nullable = names.Any(name => Find(name)!.Nullable);
        return index is not null && !nullable
            ? index
            : throw IngestException.Permanent(
                $"The key ({string.Join(", ", names)}) of '{_schema.Name}' "
                + (index is null ? "is no primary key or unique index in that order" : "may be NULL")
                + $": {Advice()}.");
    }

    /// <summary>What is possible instead of a key that will not do.</summary>
    private string Advice()
    {
        IReadOnlyList<string>[] known = KnownKeys();
        if (known.Length != 0)
        {
            return $"set Key of '{_spec.Name}' to {string.Join(" or ", known.Select(Text))}";
        }

        bool isWhole = _spec is { Payload: null, Time: null, KeyBlock: null };
        return "give it a primary key"
            + (isWhole ? $" or a unique index that is NOT NULL, or set Unpaged of '{(_spec.IsUnnamed ? "*" : _spec.Name)}' to read it in one pass without pages" : "");
    }

    /// <summary>A table may get a key after it was configured, which is no reason to stop copying it.</summary>
    private string[] PagedAdvice() => KnownKeys() is [var key, ..]
        ? [$"The table '{_schema.Name}' has the key {Text(key)}: leave Unpaged of '{_spec.Name}' out, and it is read in pages."]
        : [];

    /// <summary>The keys that pages could go by, the primary key first.</summary>
    private IReadOnlyList<string>[] KnownKeys() =>
        [.. _schema.Indexes.Where(index => index.Unique && index.Columns.All(MayBeKey)).Select(index => index.Columns)];

    private static string Text(IReadOnlyList<string> key) => $"({string.Join(", ", key)})";

    private bool MayBeKey(string name) => Find(name) is { Nullable: false } column
        && _dialect.Type(column.SqlType, out _) is { Role: not TypeRole.Value };

    /// <summary>An index that also holds the update column beats one that does not, one in the order of the key beats others.</summary>
    private SchemaIndex? TimeIndex(SourceColumn time, int[] key, SourceColumn? update) =>
        _schema.Indexes
            .Where(index => index.Name is not null && index.Columns[0] == time.Name)
            .OrderByDescending(index => update is null || index.Columns.Contains(update.Name))
            .ThenByDescending(index => index.Columns.Skip(1).Take(key.Length)
                .SequenceEqual(key.Select(position => _selected[position].Name).Take(index.Columns.Count - 1)))
            .ThenBy(index => index.Columns.Count)
            .ThenBy(index => index.Name, StringComparer.Ordinal)
            .FirstOrDefault();
}
