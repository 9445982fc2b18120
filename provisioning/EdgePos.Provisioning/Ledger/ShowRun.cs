using System.Text.Json;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>One entry as JSON, for people.</summary>
internal sealed class ShowRun(string path, TextWriter output)
{
    /// <summary>Shows it.</summary>
    /// <returns>0; or 1 where its hash is not right.</returns>
    /// <exception cref="ToolFault">There is no such entry.</exception>
    public int Run(long seq)
    {
        using var ledger = LedgerSnapshot.Open(path);
        var entry = ledger.Entry(seq)
            ?? throw new ToolFault(ExitCodes.NoInput, $"there is no entry {seq}; the journal ends at {ledger.Head().Seq}");
        bool isRight = ledger.HashBefore(seq) is { } before
            && EntryHash.Of(before, entry.Header, entry.Body).AsSpan().SequenceEqual(entry.Hash);
        using var line = new MemoryStream();
        EntryJson.Write(line, entry);
        using var document = JsonDocument.Parse(line.ToArray());
        using var pretty = new MemoryStream();
        using (var json = new Utf8JsonWriter(pretty, EntryJson.Readable with { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var part in document.RootElement.EnumerateObject())
                part.WriteTo(json);
            json.WriteBoolean("hash_is_right", isRight);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(pretty.ToArray()));
        return isRight ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }
}
