using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <summary>Builds a scope from the fields that a description gives for a payload, or for a list's records.</summary>
internal sealed partial class ScopeBuilder(LayoutContext context, ScopeBuilder? outer, string path)
{
    private const int RecordBytesMax = 16 << 20;

    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ColumnPlan> _columns = [];
    private readonly HashSet<int> _inner = [];
    private readonly HashSet<int> _optionalInner = [];

    /// <summary>Names of fields that a record may have beside the one that is being built; a name in another case is none.</summary>
    private HashSet<string> _claimed = new(StringComparer.Ordinal);
    private int _fields;
    private bool _hasAbsent;
    private bool _hasDifferences;
    private bool _hasLists;
    private bool _hasTime;
    private bool _isOptional;
    private StepPlan? _step;

    /// <exception cref="LayoutException"/>
    public Scope Build(JsonItem fields)
    {
        Operation[] operations = Operations(fields, path);
        if (outer is null)
        {
            OpenEnds.Settle(operations, 0, path, fields.Line);
        }
        else if (_hasDifferences && _hasLists)
        {
            throw new LayoutException(fields.Line, path, "records with lists in them cannot have delta fields; store the values");
        }

        context.TakeFields(_fields, fields.Line, path);

        return new Scope(operations, [.. _columns.Values], [.. _optionalInner], _fields, _hasAbsent, _hasLists, _step);
    }

    private Operation[] Operations(JsonItem fields, string at)
    {
        if (fields.Members is not { Count: > 0 } members)
        {
            throw new LayoutException(fields.Line, at, "expected an object with at least one field");
        }

        List<Operation> operations = [];
        foreach ((string name, JsonItem item) in members)
        {
            Field(operations, name, item, at.Length == 0 ? name : $"{at}.{name}");
        }

        return operations.Sum(operation => (long)(operation.Bytes ?? 0)) <= RecordBytesMax
            ? [.. operations]
            : throw new LayoutException(fields.Line, at, $"its fields have more than {RecordBytesMax} bytes");
    }

    private void Field(List<Operation> operations, string name, JsonItem item, string at)
    {
        if (item.Text is { } text)
        {
            FieldText field = FieldText.Parse(text, item.Line, at);
            if (context.Types.TryGetValue(field.Type, out JsonItem? named))
            {
                Named(operations, name, named, field, item.Line, at);
            }
            else
            {
                Scalar(operations, name, field, item, at);
            }
        }
        else if (item.Members is null)
        {
            throw new LayoutException(item.Line, at, "expected text such as \"u16 /100\", or an object");
        }
        else
        {
            Structure(operations, name, item, at);
        }
    }

    /// <summary>A named type in short form takes the words after its name as if they stood after its own.</summary>
    private void Named(List<Operation> operations, string name, JsonItem named, FieldText field, int line, string at)
    {
        if (named.Text is { } text)
        {
            FieldText type = FieldText.Parse(text, named.Line, at).Then(field);
            if (context.Types.TryGetValue(type.Type, out JsonItem? next))
            {
                context.Enter(field.Type, line, at);
                Named(operations, name, next, type, line, at);
                context.Leave(field.Type);
            }
            else
            {
                Scalar(operations, name, type, named, at);
            }
        }
        else if (named.Member("Series") is not null)
        {
            Series(operations, name, named, field, at);
        }
        else
        {
            throw new LayoutException(line, at, $"'{field.Type}' is the encoding of a list; use it in the Rest of a Series");
        }
    }

    private void Structure(List<Operation> operations, string name, JsonItem item, string at)
    {
        string[] kinds = ["Repeat", "Series", "Switch", "Bits", "Step", "Type"];
        string? kind = kinds.FirstOrDefault(key => item.Member(key) is not null);
        switch (kind)
        {
            case "Repeat":
                Allow(item, at, "Repeat", "Fields");
                Repeat(operations, item, at);
                break;
            case "Series":
                Series(operations, name, item, null, at);
                break;
            case "Switch":
                Allow(item, at, "Switch", "Cases");
                Switch(operations, item, at);
                break;
            case "Bits":
                Allow(item, at, "Bits", "Fields", "Order");
                Bits(operations, name, item, at);
                break;
            case "Step":
                Allow(item, at, "Start", "Step");
                Step(name, item, at);
                break;
            case "Type":
                Allow(item, at, "Type", "Enum", "Else", "Unit");
                Scalar(operations, name, FieldText.Parse(Text(item, "Type", at), item.Line, at), item, at);
                break;
            default:
                throw new LayoutException(item.Line, at, $"expected one of the members {string.Join(", ", kinds)}");
        }
    }
}
