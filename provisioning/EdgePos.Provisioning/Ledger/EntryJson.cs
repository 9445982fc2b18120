using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgePos.Ledger;
using Google.Protobuf;

namespace EdgePos.Provisioning;

/// <summary>
/// An entry as one JSON object: the header, what its body says, the body's own bytes, the hash. From header, body and the
/// hash before it anybody can compute the hash again.
/// </summary>
internal static class EntryJson
{
    /// <summary>Names as people write them, not as escapes: this is no part of a web page.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The field names of the protos; 64-bit numbers are strings there, as the JSON form of protobuf wants it.
    private static readonly JsonFormatter Facts = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>Writes an entry, without a line's end.</summary>
    public static void Write(Stream output, JournalEntry entry)
    {
        using var json = new Utf8JsonWriter(output, Readable);
        var header = entry.Header;
        json.WriteStartObject();
        json.WriteNumber("seq", header.Seq);
        json.WriteString("at", TimeOf(header.AtUs));
        json.WriteNumber("at_us", header.AtUs);
        json.WriteString("clock", ClockOf(header.Clock));
        json.WriteString("kind", header.Kind);
        json.WriteNumber("register", header.Register);
        json.WriteString("employee", header.Employee);
        json.WritePropertyName("fact");
        if (FactOf(entry) is { } fact)
            json.WriteRawValue(Facts.Format(fact));
        else
            json.WriteNullValue();
        json.WriteBase64String("body", entry.Body);
        json.WriteString("hash", Convert.ToHexStringLower(entry.Hash));
        json.WriteEndObject();
    }

    /// <summary>The fact in an entry; null where this program cannot read it.</summary>
    public static IMessage? FactOf(JournalEntry entry)
    {
        try
        {
            return FactKinds.Read(entry.Header.Kind, entry.Body);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // its bytes are shown all the same; that they are none is for verify to say
        }
    }

    /// <summary>A time as ISO 8601 in UTC; empty where it is none.</summary>
    public static string TimeOf(long us) => Math.Abs(us) < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() * 1000 / 2
        ? DateTimeOffset.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
        : "";

    /// <summary>How far the clock was trusted.</summary>
    public static string ClockOf(int quality) => quality switch
    {
        (int)HeadOffice.V1.ClockQuality.Trusted => "trusted",
        (int)HeadOffice.V1.ClockQuality.Untrusted => "untrusted",
        _ => "unknown",
    };
}
