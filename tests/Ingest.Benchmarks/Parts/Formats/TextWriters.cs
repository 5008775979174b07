using System.Text;

namespace Ingest.Benchmarks.Parts.Formats;

/// <summary>Payloads that are text, written as text.</summary>
internal static class TextWriters
{
    private static readonly string[] Units = ["Cel", "%RH", "hPa", "V", "ppm"];

    /// <summary>A sample is an object; several are a list in one.</summary>
    public static byte[] Json(Reading[] samples) => Encoding.UTF8.GetBytes(
        samples.Length == 1 ? Json(samples[0]) : $$"""{"readings":[{{string.Join(',', samples.Select(Json))}}]}""");

    /// <summary>A record for each value; the first has the base name and the base time.</summary>
    public static byte[] Senml(Reading[] samples)
    {
        var pack = new StringBuilder($$"""[{"bn":"urn:dev:1:","bt":{{samples[0].Seconds}},""");
        string before = "";
        foreach (Reading sample in samples)
        {
            long later = sample.Seconds - samples[0].Seconds;
            string time = later == 0 ? "" : $"\"t\":{later},";
            for (int channel = 0; channel < Units.Length; channel++)
            {
                pack.Append($"{before}\"n\":\"{Readings.Channels[channel].Name}\",\"u\":\"{Units[channel]}\",{time}\"v\":{sample.Text(channel)}}}");
                before = ",{";
            }
        }

        return Encoding.UTF8.GetBytes(pack.Append(']').ToString());
    }

    private static string Json(Reading sample) =>
        $$"""{"time":{{sample.Seconds}},{{string.Join(',', Readings.Channels.Select((channel, i) => $"\"{channel.Name}\":{sample.Text(i)}"))}}}""";
}
