namespace Ingest.TestKit.Decoders;

/// <summary>Payloads that nobody meant, made of valid ones.</summary>
internal static class PayloadMutation
{
    private const int ChangesMax = 4;
    private const int RunMax = 16;

    private static readonly byte[] Telling = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

    /// <summary>Changes, inserts, takes out, repeats, or goes on as another payload does, 1 to 4 times.</summary>
    public static byte[] Of(byte[] payload, byte[] other, Random random)
    {
        List<byte> bytes = [.. payload];
        for (int change = random.Next(ChangesMax) + 1; change > 0; change--)
        {
            int at = random.Next(bytes.Count + 1);
            int run = Math.Min(bytes.Count - at, random.Next(RunMax) + 1);
            switch (random.Next(7))
            {
                case 0 when run > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when run > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when run > 0:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    bytes.RemoveRange(at, run);
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(at, run));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other[random.Next(other.Length + 1)..]);
                    break;
            }
        }

        return [.. bytes];
    }
}
