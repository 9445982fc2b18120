using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A receipt as text, page and printer's bytes, from the daemon itself.</summary>
public sealed class RenderReceiptTests(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private readonly Till _till = new(shared.Daemon);

    [Fact]
    public async Task A_receipt_comes_in_each_format_with_the_same_words()
    {
        string number = (await _till.Sell("SOAP", "BREAD")).ReceiptNumber;
        var text = await Render(number, ReceiptFormat.Text, language: "nl");
        var page = await Render(number, ReceiptFormat.Html, language: "nl");
        var job = await Render(number, ReceiptFormat.Escpos, language: "nl", width: 58);
        Assert.Equal(
            ["text/plain; charset=utf-8", "text/html; charset=utf-8", "application/octet-stream"],
            new[] { text, page, job }.Select(one => one.ContentType));
        var machine = new EscPosPaperMachine(32);
        foreach (byte value in job.Content)
            machine.Take(value);
        var paper = machine.Cut.Dequeue();
        Assert.Equal((0, 0L), (paper.DrawerOpened, machine.Unknown));
        string html = System.Net.WebUtility.HtmlDecode(page.Content.ToStringUtf8());
        foreach (string word in new[] { number, "TOTAAL", "Savon d'été", "Brød", "5,70", "2 artikelen" })
            Assert.All([text.Content.ToStringUtf8(), html, paper.Text], one => Assert.Contains(word, one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_present_has_no_price_and_a_copy_says_so()
    {
        string number = (await _till.Sell("SOAP")).ReceiptNumber;
        string gift = (await Render(number, ReceiptFormat.Text, kind: ReceiptKind.Gift)).Content.ToStringUtf8();
        Assert.Contains("GIFT RECEIPT", gift, StringComparison.Ordinal);
        Assert.DoesNotContain("2.50", gift, StringComparison.Ordinal);
        string copy = (await Render(number, ReceiptFormat.Text, kind: ReceiptKind.Copy)).Content.ToStringUtf8();
        Assert.Contains("COPY", copy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_rendered_is_refused_and_the_field_is_named()
    {
        string number = (await _till.Sell("SOAP")).ReceiptNumber;
        await Wrong("format", () => Render(number, ReceiptFormat.Unspecified));
        await Wrong("format", () => Render(number, (ReceiptFormat)9));
        await Wrong("language", () => Render(number, ReceiptFormat.Text, language: "fr"));
        await Wrong("width_mm", () => Render(number, ReceiptFormat.Text, width: 110));
        await Wrong("kind", () => Render(number, ReceiptFormat.Text, kind: (ReceiptKind)9));
        foreach (string nothing in new[] { "", "S1-1-999", "S1-1-T1" })
            await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => Render(nothing, ReceiptFormat.Text), "receipt_number");
    }

    private static Task Wrong(string field, Func<Task> call) => Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", call, field);

    private async Task<RenderedReceipt> Render(
        string number, ReceiptFormat format, string language = "", int width = 0, ReceiptKind kind = ReceiptKind.Unspecified) =>
        await shared.Daemon.Box.RenderReceiptAsync(new RenderReceiptRequest
        {
            ReceiptNumber = number,
            Format = format,
            Language = language,
            WidthMm = width,
            Kind = kind,
        }, Daemon.As(1));
}
