namespace EdgePos.Store;

/// <summary>Codes, numbers and names, as people and other systems give them.</summary>
public static class Words
{
    /// <summary>True for a text of so many characters that can be printed, with no space at its ends.</summary>
    public static bool Fit(string text, int shortest, int longest) =>
        text.Length >= shortest && text.Length <= longest && text.Trim() == text && !HaveControls(text);

    /// <summary>True where a character is none that is written.</summary>
    public static bool HaveControls(string text)
    {
        foreach (char one in text)
        {
            if (char.IsControl(one))
                return true;
        }

        return false;
    }

    /// <summary>The refusal of a field whose text does not fit; null: it does.</summary>
    public static Refusal? Check(string field, string text, int shortest, int longest) => Fit(text, shortest, longest)
        ? null
        : new Refusal(RefusalCode.FieldInvalid, field,
            $"{field} must have {shortest} to {longest} characters and no space at its ends");
}
