using EdgePos.Devices;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>What of a receipt is wanted, and as what.</summary>
/// <param name="Number">Number as printed.</param>
/// <param name="Format">text, html or png.</param>
/// <param name="Kind">The receipt, a copy, or a present's.</param>
/// <param name="Language">en or nl; empty: the store's.</param>
/// <param name="WidthMm">80 or 58.</param>
internal sealed record ReceiptOrder(string Number, string Format, ReceiptKind Kind, string Language, int WidthMm);

/// <summary>A receipt of the box as text, as a page, or as a picture of its paper. Asks the daemon; opens no file.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number of the register that asks.</param>
/// <param name="output">Where it goes when no file is named.</param>
internal sealed class ReceiptRun(Uri gateway, int register, TimeProvider time, Stream output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Gets the receipt and writes it.</summary>
    /// <param name="file">Path of the file; null: to the output.</param>
    /// <exception cref="ToolFault">The box does not answer or knows no such receipt, or the file cannot be written.</exception>
    public async Task<int> WriteAsync(ReceiptOrder order, string? file, CancellationToken stop)
    {
        var request = new RenderReceiptRequest
        {
            ReceiptNumber = order.Number,
            Format = order.Format switch
            {
                "html" => ReceiptFormat.Html,
                "png" => ReceiptFormat.Escpos, // drawn from what a printer would get
                _ => ReceiptFormat.Text,
            },
            Language = order.Language,
            WidthMm = order.WidthMm,
            Kind = order.Kind,
        };
        var answer = await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync((channel, options) =>
            new Box.BoxClient(channel).RenderReceiptAsync(request, options).ResponseAsync, stop);
        byte[] content = answer.Content.ToByteArray();
        if (order.Format == "png")
            content = Picture(content, order.WidthMm);
        if (file is not null)
            return WholeFile.Write(file, force: true, stream => Put(stream, content));
        return Put(output, content);
    }

    private static byte[] Picture(byte[] job, int widthMm)
    {
        var machine = new EscPosPaperMachine(widthMm == 58 ? 32 : 48);
        foreach (byte value in job)
            machine.Take(value);
        using var picture = new PaperPicture();
        return picture.Draw(machine.Cut.Dequeue());
    }

    private static int Put(Stream stream, byte[] content)
    {
        stream.Write(content);
        stream.Flush();
        return ExitCodes.Ok;
    }
}
