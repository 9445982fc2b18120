using EdgePos.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgePos.Register;

/// <summary>The lines of a basket as rows of a screen; discounts and remarks stand under their line.</summary>
internal sealed class LinesTable(Texts texts)
{
    /// <summary>The last rows, as many as there is room for.</summary>
    public Table Draw(Basket basket, int room)
    {
        var table = new Table { Border = TableBorder.Simple, Expand = true };
        table.AddColumn(new TableColumn("[grey]#[/]").RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnItem)));
        table.AddColumn(new TableColumn(Head(Say.ColumnQuantity)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnPrice)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(Head(Say.ColumnAmount)).RightAligned().NoWrap());

        var rows = basket.Lines.SelectMany(line => Rows(line, line.Line_ == basket.LastLine)).ToList();
        int hidden = Math.Max(0, rows.Count - room);
        if (hidden > 0)
            table.AddRow(new Text(""), new Text(texts.Of(Say.MoreAbove, hidden), Color.Grey));
        foreach (var row in rows.Skip(hidden))
            table.AddRow(row);
        return table;
    }

    private IEnumerable<IRenderable[]> Rows(Line line, bool last)
    {
        var style = line.Void ? new Style(Color.Grey, decoration: Decoration.Strikethrough)
            : line.ReturnOf is not null ? new Style(Color.Orange1, decoration: last ? Decoration.Bold : Decoration.None)
            : last ? new Style(Color.White, decoration: Decoration.Bold)
            : Style.Plain;
        yield return
        [
            new Text($"{line.Line_}", Color.Grey),
            new Text(LineText.NameOf(line), style) { Overflow = Overflow.Ellipsis },
            new Text(texts.Quantity(line), style),
            new Text(texts.Amount(line.UnitPrice), style),
            line.Void ? new Text(texts.Of(Say.Void), Color.Red) : new Text(texts.Amount(LineText.GrossOf(line)), style),
        ];
        if (line.Void)
            yield break;
        foreach (var discount in line.Discounts)
            yield return Under(LineText.NameOf(discount, texts), LineText.OffOf(discount, texts), Color.Green);
        foreach (string remark in LineText.Remarks(line, texts))
            yield return Under(remark, "", Color.Grey);
    }

    private static IRenderable[] Under(string text, string amount, Color colour) =>
    [
        new Text(""), new Text("  " + text, colour) { Overflow = Overflow.Ellipsis }, new Text(""), new Text(""), new Text(amount, colour),
    ];

    private string Head(Say say) => $"[grey]{Markup.Escape(texts.Of(say))}[/]";
}
