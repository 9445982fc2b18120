using System.Text;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>What is to be exported, and where to.</summary>
/// <param name="File">The file; null: standard output.</param>
/// <param name="Force">A file that is there gives way.</param>
internal sealed record ExportOrder(bool AsCsv, long From, long To, string? File, bool Force);

/// <summary>
/// Writes entries for other programs. The end is that of the moment it begins; entries never change, so they are read
/// part by part, and a reader that dawdles neither holds the ledger's write-ahead log nor fills the memory.
/// </summary>
internal sealed class ExportRun(string path, ExportOrder order)
{
    private const int EntriesAtOnce = 500;
    private const long BytesAtOnce = 4 * 1024 * 1024;

    /// <summary>Exports.</summary>
    /// <exception cref="ToolFault">The file is there, or cannot be written; an entry is missing.</exception>
    public int Run(Func<Stream> standardOutput, TextWriter said, CancellationToken stop)
    {
        var reader = new LedgerReader(path);
        long last = Math.Min(order.To, reader.Head().Seq);
        if (order.File is not null)
            return WholeFile.Write(order.File, order.Force, output => Write(output, reader, last, said, stop));
        try
        {
            using var output = new BufferedStream(standardOutput());
            return Write(output, reader, last, said, stop);
        }
        catch (IOException fault)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"standard output takes no more: {fault.Message}");
        }
    }

    private int Write(Stream output, LedgerReader reader, long last, TextWriter said, CancellationToken stop)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (order.AsCsv)
            text.Write(SaleCsv.Columns);
        long next = Math.Max(1, order.From), written = 0;
        while (next <= last)
        {
            var entries = reader.Entries(next - 1, EntriesAtOnce, BytesAtOnce);
            if (entries.Count == 0)
                throw Missing(next);
            foreach (var entry in entries.TakeWhile(entry => entry.Header.Seq <= last))
            {
                stop.ThrowIfCancellationRequested();
                if (entry.Header.Seq != next)
                    throw Missing(next);
                next++;
                written++;
                WriteEntry(text, output, entry);
            }
        }

        text.Flush();
        output.Flush();
        said.WriteLine($"{written} entries exported{(written > 0 ? $", the last is {last}" : "")}");
        return ExitCodes.Ok;
    }

    private void WriteEntry(StreamWriter text, Stream output, JournalEntry entry)
    {
        if (order.AsCsv)
        {
            if (EntryJson.FactOf(entry) is SaleCompleted sale)
                SaleCsv.Write(text, entry, sale);
            return;
        }

        EntryJson.Write(output, entry);
        output.WriteByte((byte)'\n');
    }

    private static ToolFault Missing(long seq) => new(ExitCodes.DamagedData,
        $"entry {seq} is missing, so this would be no export of the ledger; look what is wrong: edgeposctl ledger verify");
}
