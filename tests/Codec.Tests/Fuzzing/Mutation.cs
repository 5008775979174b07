using System.Text;
using System.Text.RegularExpressions;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Changes valid inputs a little, so that they go far before they are wrong.</summary>
internal static partial class Mutation
{
    private static readonly ulong[] Extremes = [0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private static readonly System.Buffers.SearchValues<byte> Marks = System.Buffers.SearchValues.Create(",:[]{}"u8);

    private static readonly string[] Words =
    [
        "null=1", "null=-1", "delta", "delta2", "/3", "/100", "*-1", "*0.000000000001", "*99999999999999999999", "+1", "-40", "+ row", "+ _n", "= 1", "0..5", "..-1", "5..",
        "if _n", "if _n.3", "if _n!=2", "if _n.64", "enum(0:a,1:b)", "enum(0:a,0:b)", "decimal(9,2)", "decimal(18,18)", "int", "bigint", "float", "double", "timestamp", "s",
        "ns", "d", "le", "be", "signed", "zigzag", "from=2", "'", "(", ")", "=", "if", "..", "null=", "from=-1",
    ];

    /// <summary>1 to 4 flips, extremes, cuts, insertions, repetitions and splices with another payload.</summary>
    public static byte[] Of(byte[] payload, byte[] other, Random random)
    {
        List<byte> bytes = [.. payload];
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int at = random.Next(bytes.Count + 1);
            int run = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 or 2:
                    ulong extreme = Extremes[random.Next(Extremes.Length)];
                    bool isBig = random.Next(2) == 0;
                    for (int i = 0; i < run; i++)
                    {
                        bytes[at + i] = (byte)(extreme >> (8 * (isBig ? run - 1 - i : i)));
                    }

                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.RemoveRange(at, run);
                    break;
                case 5:
                    byte[] inserted = new byte[random.Next(1, random.Next(2, 200))];
                    random.NextBytes(inserted);
                    bytes.InsertRange(at, inserted);
                    break;
                case 6:
                    bytes.InsertRange(at, bytes.GetRange(at, run));
                    break;
                case 7:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts one of a format's words somewhere, in the place of what is there or before it.</summary>
    /// <param name="payload">What is changed.</param>
    /// <param name="words">The words to choose from.</param>
    /// <param name="isText">Whether what is there is all between two marks of JSON, or as many bytes as the word has.</param>
    /// <param name="random">What chooses.</param>
    public static byte[] Of(byte[] payload, byte[][] words, bool isText, Random random)
    {
        byte[] word = words[random.Next(words.Length)];
        int begin = random.Next(payload.Length + 1);
        int end = begin;
        if (random.Next(3) != 0)
        {
            if (isText)
            {
                begin = payload.AsSpan(0, begin).LastIndexOfAny(Marks) + 1;
                int mark = payload.AsSpan(end).IndexOfAny(Marks);
                end = mark < 0 ? payload.Length : end + mark;
            }
            else
            {
                end = Math.Min(payload.Length, begin + word.Length);
            }
        }

        return [.. payload.AsSpan(0, begin), .. word, .. payload.AsSpan(end)];
    }

    /// <summary>Changes texts, words and members of a description, or its bytes.</summary>
    public static byte[] Of(string description, string other, Random random)
    {
        string text = description;
        for (int change = Math.Max(1, random.Next(4) - 1); change > 0; change--)
        {
            MatchCollection texts = Text().Matches(text);
            MatchCollection others = Text().Matches(other);
            if (texts.Count == 0 || others.Count == 0)
            {
                break;
            }

            Match one = texts[random.Next(texts.Count)];
            string with = random.Next(3) switch
            {
                0 => others[random.Next(others.Count)].Value,
                1 => texts[random.Next(texts.Count)].Value,
                _ => $"{one.Value[..^1]} {Words[random.Next(Words.Length)]}\"",
            };
            text = text[..one.Index] + with + text[(one.Index + one.Length)..];
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(4) == 0 ? Of(bytes, Encoding.UTF8.GetBytes(other), random) : bytes;
    }

    [GeneratedRegex("\"[^\"]*\"(?!\\s*:)|\\b\\d+\\b")]
    private static partial Regex Text();
}
