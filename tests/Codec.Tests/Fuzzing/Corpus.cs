using System.Text;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Inputs of one decoder to go on from: valid ones, and every input that came to an end that none had come to before. Bounded
/// in inputs and in their length.</summary>
internal sealed class Corpus
{
    private const int InputsMax = 500;
    private const int InputBytesMax = 4_096;
    private const int EndCharsMax = 60;
    private const int RandomBytesMax = 200;

    private readonly List<byte[]> _inputs;
    private readonly HashSet<string> _ends = new(StringComparer.Ordinal);
    private readonly byte[][] _words;
    private readonly bool _isText;

    /// <param name="seeds">Valid inputs.</param>
    /// <param name="words">What such inputs are made of.</param>
    /// <param name="isText">Whether a word takes the place of what is between two marks of JSON.</param>
    public Corpus(IEnumerable<byte[]> seeds, byte[][] words, bool isText)
    {
        _inputs = [.. seeds];
        _words = words;
        _isText = isText;
    }

    /// <summary>Different reasons to refuse an input, and sizes of what was decoded.</summary>
    public int Ends => _ends.Count;

    public byte[] Draw(Random random)
    {
        if (random.Next(32) == 0)
        {
            byte[] bytes = new byte[random.Next(RandomBytesMax)];
            random.NextBytes(bytes);
            return bytes;
        }

        byte[] input = _inputs[random.Next(_inputs.Count)];
        if (_words.Length > 0 && random.Next(2) == 0)
        {
            input = Mutation.Of(input, _words, _isText, random);
            if (random.Next(2) == 0)
            {
                return input;
            }
        }

        return Mutation.Of(input, _inputs[random.Next(_inputs.Count)], random);
    }

    /// <summary>Keeps an input that came to a new end.</summary>
    /// <param name="input">What was tried.</param>
    /// <param name="end">Why it was refused, or how much was decoded.</param>
    public void Learn(byte[] input, string end)
    {
        if (input.Length <= InputBytesMax && _inputs.Count < InputsMax && _ends.Add(Kind(end)))
        {
            _inputs.Add(input);
        }
    }

    /// <summary>A reason without its numbers and what it cites.</summary>
    private static string Kind(string end)
    {
        var kind = new StringBuilder(EndCharsMax);
        bool isCited = false;
        foreach (char one in end)
        {
            isCited ^= one == '\'';
            if (!isCited && !char.IsAsciiDigit(one) && kind.Length < EndCharsMax)
            {
                kind.Append(one);
            }
        }

        return kind.ToString();
    }
}
