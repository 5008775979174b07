using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Ingest.TestKit.Aws;

/// <summary>An answer: status, headers and a body.</summary>
internal sealed record ScriptedS3Answer(int Status, byte[]? Body = null)
{
    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    public Dictionary<string, string> Headers { get; } = [];

    public static ScriptedS3Answer Xml(XElement body, int status = 200)
    {
        foreach (XElement element in body.Name.LocalName == "Error" ? [] : body.DescendantsAndSelf())
        {
            element.Name = S3 + element.Name.LocalName;
        }

        return new ScriptedS3Answer(status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"))
        {
            Headers = { ["Content-Type"] = "application/xml" },
        };
    }

    public static ScriptedS3Answer Of(ScriptedS3Exception error)
    {
        ScriptedS3Answer answer = Xml(error.Body, error.Status);
        if (error.Region is not null)
        {
            answer.Headers["x-amz-bucket-region"] = error.Region;
        }

        return answer;
    }

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public async Task WriteAsync(HttpContext context, bool head)
    {
        context.Response.StatusCode = Status;
        foreach ((string name, string value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (Status is not 204)
        {
            context.Response.ContentLength = Headers.TryGetValue("Content-Length", out string? length)
                ? long.Parse(length, CultureInfo.InvariantCulture)
                : Body?.Length ?? 0;
        }

        if (Body is not null && !head)
        {
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }
}
