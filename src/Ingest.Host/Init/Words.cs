using System.Text;

namespace Ingest.Host.Init;

/// <summary>What names of columns and members are made of.</summary>
internal static class Words
{
    /// <summary>The words of a name in lower case: <c>receivedAt</c> and <c>RECEIVED_AT</c> are received, at.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        List<string> words = [];
        var word = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = char.IsUpper(name[i]) && i > 0 && char.IsLower(name[i - 1]);
            if (begins || !char.IsLetterOrDigit(name[i]))
            {
                Take(words, word);
            }

            if (char.IsLetterOrDigit(name[i]))
            {
                word.Append(char.ToLowerInvariant(name[i]));
            }
        }

        Take(words, word);
        return words;
    }

    public static bool HasAny(string name, params IEnumerable<string> wanted) => Of(name).Any(word => wanted.Contains(word));

    /// <summary>A name that the lake takes, and that is none of those taken already.</summary>
    public static string Lake(string name, ISet<string> taken)
    {
        string plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_')).Trim('_');
        plain = plain.Length == 0 ? "unnamed" : plain;
        string free = plain;
        for (int i = 2; !taken.Add(free); i++)
        {
            free = $"{plain}_{i}";
        }

        return free;
    }

    private static void Take(List<string> words, StringBuilder word)
    {
        if (word.Length != 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
