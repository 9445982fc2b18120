using Npgsql;
using NpgsqlTypes;

namespace EdgePos.HeadOffice;

/// <summary>The rows of the large tables, by binary COPY.</summary>
internal static class BulkRows
{
    /// <summary>Entries as they came.</summary>
    public static void Entries(NpgsqlConnection connection, long stream, IReadOnlyList<Booking> rows)
    {
        using var copy = connection.BeginBinaryImport(
            "COPY entries (stream, seq, at_us, clock, kind, register, employee, body, hash) FROM STDIN (FORMAT BINARY)");
        foreach (var ((entry, hash), _, _, _) in rows)
        {
            copy.StartRow();
            copy.Write(stream, NpgsqlDbType.Bigint);
            copy.Write(entry.Seq, NpgsqlDbType.Bigint);
            copy.Write(entry.AtUs, NpgsqlDbType.Bigint);
            copy.Write((int)entry.Clock, NpgsqlDbType.Integer);
            copy.Write(StoredText.Packed(entry.Kind), NpgsqlDbType.Text);
            copy.Write(entry.Register, NpgsqlDbType.Integer);
            copy.Write(StoredText.Packed(entry.Employee), NpgsqlDbType.Text);
            copy.Write(entry.Body.Memory, NpgsqlDbType.Bytea);
            copy.Write(hash, NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }

    /// <summary>Sales.</summary>
    public static void Sales(NpgsqlConnection connection, long stream, IReadOnlyList<SaleRow> rows)
    {
        if (rows.Count == 0)
            return;
        using var copy = connection.BeginBinaryImport("""
            COPY sales (stream, seq, at_us, register, employee, receipt_number, command_id, quantity, total_minor, tax_minor, currency)
            FROM STDIN (FORMAT BINARY)
            """);
        foreach (var sale in rows)
        {
            copy.StartRow();
            copy.Write(stream, NpgsqlDbType.Bigint);
            copy.Write(sale.Entry.Seq, NpgsqlDbType.Bigint);
            copy.Write(sale.Entry.AtUs, NpgsqlDbType.Bigint);
            copy.Write(sale.Entry.Register, NpgsqlDbType.Integer);
            copy.Write(sale.Entry.Employee, NpgsqlDbType.Text);
            copy.Write(sale.ReceiptNumber, NpgsqlDbType.Text);
            copy.Write(sale.CommandId, NpgsqlDbType.Text);
            copy.Write(sale.Quantity, NpgsqlDbType.Bigint);
            copy.Write(sale.TotalMinor, NpgsqlDbType.Bigint);
            copy.Write(sale.TaxMinor, NpgsqlDbType.Bigint);
            copy.Write(sale.Currency, NpgsqlDbType.Text);
        }

        copy.Complete();
    }

    /// <summary>The lines of sales.</summary>
    public static void Lines(NpgsqlConnection connection, long stream, IReadOnlyList<SaleRow> rows)
    {
        if (!rows.Any(sale => sale.Lines.Count > 0))
            return;
        using var copy = connection.BeginBinaryImport("""
            COPY sale_lines (stream, seq, nth, at_us, sku, department, quantity, net_minor, tax_minor, currency)
            FROM STDIN (FORMAT BINARY)
            """);
        foreach (var sale in rows)
        {
            for (int i = 0; i < sale.Lines.Count; i++)
            {
                var line = sale.Lines[i];
                copy.StartRow();
                copy.Write(stream, NpgsqlDbType.Bigint);
                copy.Write(sale.Entry.Seq, NpgsqlDbType.Bigint);
                copy.Write(i + 1, NpgsqlDbType.Integer);
                copy.Write(sale.Entry.AtUs, NpgsqlDbType.Bigint);
                copy.Write(line.Sku, NpgsqlDbType.Text);
                copy.Write(line.Department, NpgsqlDbType.Text);
                copy.Write(line.Quantity, NpgsqlDbType.Bigint);
                copy.Write(line.NetMinor, NpgsqlDbType.Bigint);
                copy.Write(line.TaxMinor, NpgsqlDbType.Bigint);
                copy.Write(sale.Currency, NpgsqlDbType.Text);
            }
        }

        copy.Complete();
    }
}
