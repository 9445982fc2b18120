using EdgePos.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgePos.Register;

/// <summary>Draws the screen of a register: the basket, what it costs in big figures, the last word of the box.</summary>
/// <param name="title">Store and register.</param>
internal sealed class Screen(IAnsiConsole console, Texts texts, string title)
{
    // What is not basket: borders, heading, figures, message, hint, reminder, command line.
    private const int RowsBesideLines = 19;

    /// <summary>Draws it all anew.</summary>
    /// <param name="basket">Null: none is open.</param>
    /// <param name="sold">The sale just made, shown while no basket is open.</param>
    /// <param name="last">How the last command ended; null: none yet.</param>
    /// <param name="reminder">True to show how to type, for a cashier; a customer's display has none.</param>
    public void Draw(Basket? basket, Receipt? sold, Outcome? last, Say? reminder)
    {
        console.Clear();
        console.Write(last is { Paper.Length: > 0 } ? Paper(last.Paper) : Lines(basket));
        console.Write(Figures(basket, sold));
        if (last is not null)
            console.Write(Word(last));
        if (reminder is { } say)
            console.Write(new Rule($"[grey]{Markup.Escape(texts.Of(say))}[/]") { Justification = Justify.Left, Style = Color.Grey });
    }

    private Panel Paper(string paper) => Framed(new Text(paper), Color.White);

    private Panel Lines(Basket? basket)
    {
        if (basket is null || basket.Lines.Count == 0)
            return Framed(new Text($"\n{texts.Of(Say.EmptyBasket)}\n", Color.Grey) { Justification = Justify.Center }, Color.Blue);

        var table = new Table { Border = TableBorder.Simple, Expand = true };
        table.AddColumn(new TableColumn("[grey]#[/]").RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnItem)));
        table.AddColumn(new TableColumn(Head(Say.ColumnQuantity)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnPrice)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnAmount)).RightAligned().NoWrap());

        int room = Math.Max(3, console.Profile.Height - RowsBesideLines);
        int hidden = Math.Max(0, basket.Lines.Count - room);
        if (hidden > 0)
            table.AddRow(new Text(""), new Text(texts.Of(Say.MoreAbove, hidden), Color.Grey));
        foreach (var line in basket.Lines.Skip(hidden))
            table.AddRow(Cells(line, line.Line_ == basket.LastLine));
        return Framed(table, Color.Blue);
    }

    private IRenderable[] Cells(Line line, bool last)
    {
        var style = line.Void ? new Style(Color.Grey, decoration: Decoration.Strikethrough)
            : last ? new Style(Color.White, decoration: Decoration.Bold)
            : Style.Plain;
        return
        [
            new Text($"{line.Line_}", Color.Grey),
            new Text(line.Name, style) { Overflow = Overflow.Ellipsis },
            new Text(texts.Quantity(line), style),
            new Text(texts.Amount(line.UnitPrice), style),
            line.Void ? new Text(texts.Of(Say.Void), Color.Red) : new Text(texts.Amount(line.Amount), style),
        ];
    }

    // Small: how many, the total, what was given. Big: what to ask for, or what to hand back.
    private Grid Figures(Basket? basket, Receipt? sold)
    {
        var total = basket?.Total ?? sold?.Total;
        bool change = basket is null ? sold is not null : basket is { State: not BasketState.Open, Lines.Count: > 0 };
        var big = basket is null ? sold?.Change : change ? basket.Change : basket.Due;

        var small = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().RightAligned().NoWrap());
        small.AddRow(Head(Say.Items), $"{basket?.ItemCount ?? 0}");
        small.AddRow(Head(Say.Total), $"[bold]{Markup.Escape(texts.Money(total))}[/]");
        small.AddRow(Head(Say.Paid), Markup.Escape(texts.Money(basket?.Tendered)));
        small.AddRow("", "");
        small.AddRow(
            $"[bold]{Markup.Escape(texts.Of(change ? Say.Change : Say.Due))}[/]",
            $"[bold]{Markup.Escape(big?.Currency ?? "")}[/]");

        var grid = new Grid { Expand = true }.AddColumn(new GridColumn().NoWrap().PadLeft(2)).AddColumn(new GridColumn());
        return grid.AddRow(
            small,
            new FigletText(big is null ? "" : texts.Amount(big))
            {
                Justification = Justify.Right,
                Color = change ? Color.Green : Color.Yellow,
            });
    }

    private static Rows Word(Outcome last)
    {
        var (sign, colour) = last.Kind switch
        {
            OutcomeKind.Done => ("✓", Color.Green),
            OutcomeKind.Unanswered => ("!", Color.Yellow),
            _ => ("✗", Color.Red),
        };
        var message = new Text($" {sign} {last.Message}", new Style(colour, decoration: Decoration.Bold));
        return new Rows(message, last.Hint.Length > 0 ? new Text($"   {last.Hint}") : Text.Empty);
    }

    private Panel Framed(IRenderable content, Color border) => new(content)
    {
        Header = new PanelHeader($" [bold]{Markup.Escape(title)}[/] "),
        Border = BoxBorder.Rounded,
        BorderStyle = border,
        Expand = true,
    };

    private string Head(Say say) => $"[grey]{Markup.Escape(texts.Of(say))}[/]";
}
