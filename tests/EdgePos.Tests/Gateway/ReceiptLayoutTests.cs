using System.Runtime.CompilerServices;
using EdgePos.Devices;
using EdgePos.Gateway;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>
/// What stands on receipts, against the files in Receipts/. After a change that is meant, EDGEPOS_WRITE_RECEIPTS=1 writes them
/// anew: read what changed.
/// </summary>
public sealed class ReceiptLayoutTests
{
    private static readonly Dictionary<string, Func<Receipt>> Kinds = new()
    {
        ["rich"] = Receipts.Rich,
        ["tax-on-top"] = Receipts.TaxOnTop,
        ["exempt"] = Receipts.Exempt,
        ["refund"] = Receipts.Refund,
        ["gift-cards"] = Receipts.GiftCards,
        ["points"] = Receipts.Points,
    };

    public static TheoryData<string, string, int> All() => new(
        from kind in Kinds.Keys
        from language in new[] { "en", "nl" }
        from columns in new[] { 48, 42, 32 }
        select (kind, language, columns));

    [Theory, MemberData(nameof(All))]
    public void A_receipt_reads_as_it_should(string kind, string language, int columns)
    {
        Same($"{kind}.{language}.{columns}.txt", Text(Kinds[kind](), ReceiptForm.Original, language, columns));
    }

    [Theory, InlineData(ReceiptForm.Copy, "en"), InlineData(ReceiptForm.Gift, "nl")]
    internal void A_copy_says_so_and_a_present_has_no_price(ReceiptForm form, string language) =>
        Same($"rich.{form}.{language}.32.txt", Text(Receipts.Rich(), form, language, 32));

    [Theory, MemberData(nameof(All))]
    public void On_every_paper_no_line_is_too_long_and_no_amount_is_cut(string kind, string language, int columns)
    {
        var receipt = Kinds[kind]();
        string text = Text(receipt, ReceiptForm.Original, language, columns);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= columns, line));
        var words = new ReceiptText(language);
        Money[] amounts =
        [
            receipt.Total, .. receipt.Lines.Select(line => line.Gross), .. receipt.Tenders.Select(tender => tender.Amount),
            .. receipt.Taxes.SelectMany(row => new[] { row.Net, row.Tax, row.Gross }),
        ];
        Assert.All(amounts, amount => Assert.Contains(words.Amount(amount), Words(text)));
        Assert.Equal(Words(text), Words(OnPaper(receipt, language, columns)));
    }

    [Fact]
    public void Only_the_original_opens_the_drawer_and_only_for_cash()
    {
        Assert.Contains(Document(Receipts.Rich(), ReceiptForm.Original, "en").Items, item => item is OpenDrawer);
        Assert.DoesNotContain(Document(Receipts.Rich(), ReceiptForm.Copy, "en").Items, item => item is OpenDrawer);
        Assert.DoesNotContain(Document(Receipts.Rich(), ReceiptForm.Gift, "en").Items, item => item is OpenDrawer);
        Assert.DoesNotContain(Document(Receipts.TaxOnTop(), ReceiptForm.Original, "en").Items, item => item is OpenDrawer);
    }

    [Theory, InlineData("en"), InlineData("nl")]
    public void Of_a_gift_card_the_paper_shows_the_end_of_its_number_only(string language)
    {
        foreach (var form in Enum.GetValues<ReceiptForm>())
            Assert.DoesNotContain("629900", Text(Receipts.GiftCards(), form, language, 48), StringComparison.Ordinal);
    }

    private static PrintDocument Document(Receipt receipt, ReceiptForm form, string language) =>
        new ReceiptLayout(Receipts.Store(), language).Of(receipt, form);

    private static string Text(Receipt receipt, ReceiptForm form, string language, int columns) =>
        TextPage.Write(Document(receipt, form, language), columns);

    private static string OnPaper(Receipt receipt, string language, int columns)
    {
        var machine = new EscPosPaperMachine(columns);
        var profile = PrinterProfile.All.First(profile => profile.Columns == columns);
        foreach (byte value in EscPosEncoder.Encode(Document(receipt, ReceiptForm.Original, language), profile).Bytes)
            machine.Take(value);
        Assert.Equal(0, machine.Unknown);
        return machine.Cut.Dequeue().Text;
    }

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static void Same(string name, string text, [CallerFilePath] string here = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(here)!, "Receipts", name);
        if (Environment.GetEnvironmentVariable("EDGEPOS_WRITE_RECEIPTS") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }
}
