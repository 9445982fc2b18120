using System.Xml.Linq;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Documents as pages.</summary>
public sealed class HtmlPageTests
{
    [Fact]
    public void Nothing_in_a_text_becomes_markup_and_nothing_is_loaded_from_elsewhere()
    {
        const string nasty = "<script>alert('x')</script>&\"";
        string page = HtmlPage.Write(
            new PrintDocument([
                new TextLine(nasty), new ColumnsLine(nasty, nasty), new TableLine(nasty, [nasty]), new BarCode(nasty),
                new RuleLine(), new CutPaper(),
            ]),
            nasty, "en", 48);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Equal(7, page.Split("&lt;script&gt;").Length - 1);
    }

    [Fact]
    public void The_page_is_well_formed_and_has_what_is_on_the_paper()
    {
        string page = HtmlPage.Write(
            new PrintDocument([
                new TextLine("Shop", Align.Centre, new TextStyle(Bold: true, Wide: true)), new ColumnsLine("Müsli", "2,50"),
                new TableLine("9%", ["2,29", "0,21"]), new BarCode("S1-3-17"),
            ]),
            "Kassabon S1-3-17", "nl", 32);
        string markup = page[page.IndexOf("<main", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)];
        var main = XElement.Parse(markup.Replace("&#252;", "ü", StringComparison.Ordinal));
        Assert.Equal(["Shop", "Müsli2,50", "9%2,290,21", "S1-3-17"], main.Elements().Select(element => element.Value));
        Assert.Equal("Centre b t", main.Elements().First().Attribute("class")?.Value);
        Assert.Contains("<html lang=\"nl\">", page, StringComparison.Ordinal);
        string bars = main.Descendants("path").Single().Attribute("d")!.Value;
        Assert.Equal((Code128.Bars("S1-3-17").Count + 1) / 2, bars.Count(letter => letter == 'M'));
    }
}
