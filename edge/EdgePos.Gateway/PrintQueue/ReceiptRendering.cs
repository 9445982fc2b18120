using System.Text;
using EdgePos.Devices;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>A receipt for somebody other than the store's printer: what was asked for, checked, and the bytes of it.</summary>
internal sealed record ReceiptRendering(ReceiptFormat Format, ReceiptForm Form, string Language, PrinterProfile Paper)
{
    /// <summary>Reads what is asked for.</summary>
    public static Result<ReceiptRendering> Of(RenderReceiptRequest request, StoreProfile store)
    {
        if (request.Format is not (ReceiptFormat.Text or ReceiptFormat.Html or ReceiptFormat.Escpos))
            return Wrong("format", "TEXT, HTML or ESCPOS");
        string language = request.Language.Length > 0 ? request.Language : store.Language;
        if (!Texts.Languages.Contains(language))
            return Wrong("language", string.Join(" or ", Texts.Languages));
        if (request.WidthMm is not (0 or 80 or 58))
            return Wrong("width_mm", "80 or 58");
        ReceiptForm? form = request.Kind switch
        {
            ReceiptKind.Unspecified or ReceiptKind.Receipt => ReceiptForm.Original,
            ReceiptKind.Gift => ReceiptForm.Gift,
            ReceiptKind.Copy => ReceiptForm.Copy,
            _ => null,
        };
        return form is { } known
            ? new ReceiptRendering(request.Format, known, language, PrinterProfile.Find(request.WidthMm == 58 ? "epson-58" : "epson-80")!)
            : Wrong("kind", "RECEIPT, GIFT or COPY");
    }

    /// <summary>The receipt, rendered. It opens no drawer: whoever prints it does not stand at the till.</summary>
    public RenderedReceipt Render(Receipt receipt, StoreProfile store)
    {
        var laidOut = new ReceiptLayout(store, Language).Of(receipt, Form);
        var document = new PrintDocument([.. laidOut.Items.Where(item => item is not OpenDrawer)]);
        return Format switch
        {
            ReceiptFormat.Html => Page(HtmlPage.Write(document, TitleOf(receipt), Language, Paper.Columns), "text/html"),
            ReceiptFormat.Escpos => new RenderedReceipt
            {
                Content = ByteString.CopyFrom(EscPosEncoder.Encode(document, Paper).Bytes),
                ContentType = "application/octet-stream",
            },
            ReceiptFormat.Text or ReceiptFormat.Unspecified => Page(TextPage.Write(document, Paper.Columns), "text/plain"),
        };
    }

    private string TitleOf(Receipt receipt) => $"{Texts.Get("RECEIPT_TITLE", Language)} {receipt.ReceiptNumber}";

    private static RenderedReceipt Page(string text, string type) => new()
    {
        Content = ByteString.CopyFrom(text, Encoding.UTF8),
        ContentType = $"{type}; charset=utf-8",
    };

    private static Refusal Wrong(string field, string allowed) =>
        new(RefusalCode.FieldInvalid, field, $"{field} must be {allowed}");
}
