namespace EdgePos.Devices;

/// <summary>What stands on the label below an article on the shelf.</summary>
/// <param name="Name">Of the article; two lines at most.</param>
/// <param name="Price">As it is printed, e.g. € 2,49.</param>
/// <param name="UnitPrice">Per kilogram or litre, as it is printed; may be empty.</param>
/// <param name="Code">EAN-13, EAN-8 or UPC-A with its check digit; empty: none is printed.</param>
/// <param name="Sku">The shop's own number; may be empty.</param>
public sealed record ShelfLabel(string Name, string Price, string UnitPrice, string Code, string Sku);

/// <summary>The labels that are in the printer.</summary>
/// <param name="WidthMm">20 to 110.</param>
/// <param name="HeightMm">15 to 200.</param>
/// <param name="Dpi">Dots per inch of the printer: 203 or 300.</param>
public sealed record LabelMedia(int WidthMm = 60, int HeightMm = 40, int Dpi = 203)
{
    /// <summary>Dots across.</summary>
    public int WidthDots => Dots(WidthMm);

    /// <summary>Dots down.</summary>
    public int HeightDots => Dots(HeightMm);

    /// <summary>Millimetres in dots.</summary>
    public int Dots(double mm) => (int)Math.Round(mm * Dpi / 25.4);
}

/// <summary>What became of labels.</summary>
/// <param name="Printed">So many of the first are surely printed.</param>
/// <param name="Unknown">So many after them may be or not: at most as many as are sent at once.</param>
/// <param name="Reason">Why the rest is not; empty where all are.</param>
public sealed record LabelResult(int Printed, int Unknown, string Reason);
