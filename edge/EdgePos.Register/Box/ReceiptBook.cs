using System.Text.Json;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What the register was answered, a line of JSON for each sale, on its way to disk before the next sale begins.</summary>
internal sealed class ReceiptBook : IDisposable
{
    private readonly StreamWriter? _file;
    private readonly Lock _lock = new();

    /// <param name="path">File to append to; empty: nothing is kept.</param>
    /// <exception cref="RegisterFault">The file cannot be written.</exception>
    public ReceiptBook(string path)
    {
        try
        {
            _file = path.Length > 0 ? new StreamWriter(path, append: true) { AutoFlush = true } : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RegisterFault(ExitCodes.CannotCreate, $"{path} cannot be written: {fault.Message}");
        }
    }

    /// <summary>Writes down a sale.</summary>
    /// <exception cref="RegisterFault">The file cannot be written. The sale itself is safe on the box.</exception>
    /// <param name="invoice">Where it came from; empty: sold by hand.</param>
    /// <param name="replayed">True: the box had this sale already.</param>
    public void Add(string invoice, string commandId, Receipt receipt, bool replayed)
    {
        if (_file is null)
            return;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("invoice", invoice);
            json.WriteString("commandId", commandId);
            json.WriteString("receiptNumber", receipt.ReceiptNumber);
            json.WriteNumber("totalMinor", receipt.Total.Minor);
            json.WriteString("currency", receipt.Total.Currency);
            json.WriteNumber("journalSeq", receipt.JournalSeq);
            json.WriteBoolean("replayed", replayed);
            json.WriteEndObject();
        }

        try
        {
            lock (_lock)
                _file.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
        }
        catch (IOException fault)
        {
            throw new RegisterFault(ExitCodes.CannotCreate,
                $"the file of receipts cannot be written: {fault.Message}. Receipt {receipt.ReceiptNumber} is safe on the box");
        }
    }

    public void Dispose() => _file?.Dispose();
}
