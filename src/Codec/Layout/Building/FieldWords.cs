namespace Ingest.Codec.Layout.Building;

/// <summary>Which words a kind of field takes. One that means nothing there would be passed over, and the values be others than
/// the description seems to say.</summary>
internal static class FieldWords
{
    /// <param name="text">The field.</param>
    /// <param name="kind">What it is: "a time".</param>
    /// <param name="allowed">The words that it takes, as they are called here.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="field">Its name with those around it.</param>
    /// <exception cref="LayoutException">It has another one.</exception>
    public static void Only(FieldText text, string kind, IReadOnlyList<string> allowed, int line, string field)
    {
        foreach (string word in Of(text))
        {
            if (!allowed.Contains(word))
            {
                throw new LayoutException(line, field, $"'{word}' means nothing for {kind}; leave it out");
            }
        }
    }

    /// <summary>The unit and the byte order are not looked at: they change no value where they mean nothing.</summary>
    private static IEnumerable<string> Of(FieldText text)
    {
        (bool, string)[] words =
        [
            (text.Divisor != "1", "/"), (text.Multiplier != "1", "*"), (text.Addend != "0", "+ -"), (text.Base is not null, "+ field"),
            (text.Constant is not null, "="), (text.Range is not null, ".."), (text.Null is not null, "null="), (text.Delta != 0, "delta"),
            (text.Condition is not null, "if"), (text.Enum is not null, "enum"), (text.Column is not null, "column type"),
            (text.IsSigned, "signed"), (text.IsZigZag, "zigzag"), (text.From != 0, "from="),
        ];
        return words.Where(word => word.Item1).Select(word => word.Item2);
    }
}
