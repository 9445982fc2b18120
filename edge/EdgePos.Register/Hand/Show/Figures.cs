using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>The sums. Small: how many, the total, what was given. Big: what to ask for, or what to hand back.</summary>
internal sealed class Figures(Texts texts)
{
    /// <summary>The sums of a basket, or of the sale just made where none is open.</summary>
    public Grid Draw(Basket? basket, Receipt? sold)
    {
        var (name, big, colour) = Big(basket, sold);
        var small = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().RightAligned().NoWrap());
        foreach (var (head, figure) in Small(basket, sold))
            small.AddRow($"[grey]{Markup.Escape(head)}[/]", Markup.Escape(figure));
        small.AddRow("", "");
        small.AddRow($"[bold]{Markup.Escape(texts.Of(name))}[/]", $"[bold]{Markup.Escape(big?.Currency ?? "")}[/]");

        var grid = new Grid { Expand = true }.AddColumn(new GridColumn().NoWrap().PadLeft(2)).AddColumn(new GridColumn());
        return grid.AddRow(
            small, new FigletText(big is null ? "" : texts.Amount(big)) { Justification = Justify.Right, Color = colour });
    }

    /// <summary>The small figures, top down; those that say nothing are left out.</summary>
    public IEnumerable<(string Head, string Figure)> Small(Basket? basket, Receipt? sold)
    {
        yield return (texts.Of(Say.Items), $"{basket?.ItemCount ?? 0}");
        if (basket?.Discount is { Minor: > 0 } saved)
            yield return (texts.Of(Say.Saved), texts.Money(saved));
        if (basket?.PricesExcludeTax == true)
        {
            foreach (var tax in basket.Taxes)
                yield return ("+ " + LineText.NameOf(tax, texts), texts.Money(tax.Tax));
        }

        yield return (texts.Of(Say.Total), texts.Money(basket?.Total ?? sold?.Total));
        if ((basket?.Rounding ?? (basket is null ? sold?.Rounding : null)) is { Minor: not 0 } rounding)
            yield return (texts.Of(Say.Rounding), texts.Money(rounding));
        yield return (texts.Of(Say.Paid), texts.Money(basket?.Tendered));
        if (basket?.DueInCash is { } cash && cash.Minor != basket.Due.Minor)
            yield return (texts.Of(Say.DueInCash), texts.Money(cash));
    }

    private static (Say Name, Money? Amount, Color Colour) Big(Basket? basket, Receipt? sold)
    {
        if (basket is null)
            return (sold is null ? Say.Due : Say.Change, sold?.Change, sold is null ? Color.Yellow : Color.Green);
        if (basket.State is BasketState.Paid or BasketState.Completed or BasketState.Abandoned && basket.Lines.Count > 0)
            return (Say.Change, basket.Change, Color.Green);
        return basket.Due is { Minor: < 0 } owed ? (Say.GiveBack, owed, Color.Orange1) : (Say.Due, basket.Due, Color.Yellow);
    }
}
