using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <content>Byte strings, texts, and bytes that mean nothing.</content>
internal sealed partial class ScopeBuilder
{
    private void ByteString(List<Operation> operations, string name, string length, bool isText, FieldText text, int line, string at)
    {
        FieldWords.Only(text, "a byte string", ["=", "if"], line, at);
        if (text.Constant is { } constant)
        {
            byte[] magic = Magic(constant, length, isText, line, at);
            if (!IsHidden(name))
            {
                throw new LayoutException(line, at, $"what is always = {constant} is no column; give it a name with an underscore");
            }

            operations.Add(new MagicOperation(name, magic, ConditionOf(text, line, at)));
            return;
        }

        BytesReader reader = length switch
        {
            "end" when outer is null => new BytesReader(BytesEnd.Payload, 0),
            "zero" => new BytesReader(BytesEnd.Zero, 0),
            _ when length.StartsWith('_') => new BytesReader(BytesEnd.Field, NumberSlot(length, line, at)),
            _ => new BytesReader(BytesEnd.Fixed, Length(length, line, at)),
        };
        Condition? condition = ConditionOf(text, line, at);
        _hasAbsent |= condition is not null;
        int field = -1;
        if (!IsHidden(name))
        {
            field = TakeField();
            Add(
                Channel(name, isText ? ColumnType.Text : ColumnType.Binary, text.Unit, line, at),
                new FieldPlan(name, field, new IdentityConversion()),
                new BytesWriter(isText),
                line,
                at);
        }

        Claim(name, line, at);
        operations.Add(new ReadOperation { Name = name, Reader = reader, Field = field, Condition = condition });
    }

    private static byte[] Magic(string constant, string length, bool isText, int line, string at)
    {
        byte[] bytes;
        if (isText)
        {
            bytes = Encoding.UTF8.GetBytes(constant.Trim('\''));
        }
        else
        {
            string digits = constant.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? constant[2..] : constant;
            bytes = digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit)
                ? Convert.FromHexString(digits)
                : throw new LayoutException(line, at, $"= {constant}: expected hexadecimal digits, two a byte");
        }

        return bytes.Length == Length(length, line, at)
            ? bytes
            : throw new LayoutException(line, at, $"= {constant} has {bytes.Length} bytes, not {length}");
    }

    private void Skip(List<Operation> operations, string name, int length, FieldText text, int line, string at)
    {
        FieldWords.Only(text, "bytes that mean nothing", ["if"], line, at);
        operations.Add(ConditionOf(text, line, at) is { } condition
            ? new ReadOperation { Name = name, Reader = new BytesReader(BytesEnd.Fixed, length), Condition = condition }
            : new SkipOperation(name, length));
    }

    private static int Length(string text, int line, string at) => int.TryParse(text, out int length) && length is > 0 and <= 1 << 20
        ? length
        : throw new LayoutException(line, at, $"expected a number of bytes, not '{text}'");
}
