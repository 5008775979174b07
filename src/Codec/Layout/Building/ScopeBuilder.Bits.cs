using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>Integers whose bits are fields.</content>
internal sealed partial class ScopeBuilder
{
    private void Bits(List<Operation> operations, string name, JsonItem item, string at)
    {
        FieldText whole = FieldText.Parse(Text(item, "Bits", at), item.Line, at);
        if (StoredType.Of(whole, context.BigEndian) is not { Kind: StoredKind.Integer, Reader.Bytes: > 0 } type)
        {
            throw new LayoutException(item.Line, at, $"Bits: expected an integer such as u8 or u16be, not '{whole.Type}'");
        }

        bool highFirst = OptionalText(item, "Order", at) switch
        {
            null or "low" => false,
            "high" => true,
            var order => throw new LayoutException(item.Line, at, $"Order: expected low or high, not '{order}'"),
        };
        int container = TakeField();
        int used = 0;
        int bits = 8 * type.Reader.Bytes;
        List<BitField> fields = [];
        foreach ((string member, JsonItem definition) in Members(item, "Fields", at))
        {
            string place = $"{at}.{member}";
            FieldText text = FieldText.Parse(
                definition.Text ?? (definition.Members is null ? "" : Text(definition, "Type", place)), definition.Line, place);
            FieldWords.Only(
                text, "bits", ["=", "..", "null=", "delta", "/", "*", "+ -", "enum", "column type"], definition.Line, place);
            (int width, bool signed) = BitWidth(text, definition.Line, place);
            used += width;
            if (used > bits)
            {
                throw new LayoutException(definition.Line, place, $"the fields have more than the {bits} bits of {whole.Type}");
            }

            var stored = new StoredType(StoredKind.Integer, type.Reader, StoredType.Range(width, signed));
            int field = -1;
            if (!IsHidden(member))
            {
                field = TakeField();
                TimeConversion? time = TimeOf(member, stored, text, definition, place);
                if (time is not null)
                {
                    throw new LayoutException(definition.Line, place, "a time has an integer of its own");
                }

                _hasAbsent |= text.Null is not null;
                _hasDifferences |= text.Delta > 0;
                Column(member, field, stored, text, definition, null, place);
            }

            if (IsHidden(member) && (text.Delta > 0 || text.Null is not null || Words(text, definition, place) is not null))
            {
                throw new LayoutException(definition.Line, place, "a field that is no column has no words, null= or delta");
            }

            Interval allowed = IsHidden(member) ? Limited(stored, text, definition.Line, place) : Interval.All;
            var bit = new BitField(member, field, highFirst ? bits - used : used - width, width, signed, allowed);
            fields.Add(bit);
            Define(member, false, slot => bit.Slot = slot, definition.Line, place);
        }

        operations.Add(new BitsOperation(name, type.Reader, container, fields));
    }

    private static (int Width, bool IsSigned) BitWidth(FieldText text, int line, string at) => text.Type switch
    {
        "bool" => (1, false),
        ['u' or 'i', .. var width] when int.TryParse(width, out int bits) && bits is >= 1 and <= 64 => (bits, text.Type[0] == 'i'),
        _ => throw new LayoutException(line, at, $"expected some bits such as u3, i5 or bool, not '{text.Type}'"),
    };
}
