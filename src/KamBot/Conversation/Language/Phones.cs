using System.Text;

namespace KamBot.Conversation.Language;

/// <summary>Telephone numbers: "+34 93 123 45 67", "(022) 123-45-67". The value keeps the plus and the digits.</summary>
internal static class Phones
{
    private const int FewestDigits = 6;
    private const int MostDigits = 15;

    public static Found<string>? At(Tokens line, int index)
    {
        var phone = new StringBuilder();
        var at = index;
        var end = index;
        if (line.Is(at, "+"))
        {
            phone.Append('+');
            at++;
        }
        else if (!line.Is(at, "(") && !line.IsNumber(at))
            return null;
        while (at < line.Count && phone.Length <= MostDigits)
        {
            if (line.IsNumber(at))
            {
                phone.Append(line[at].Text);
                end = at + 1;
            }
            else if (line[at].Text is not ("(" or ")" or "-" or "." or "/" or "‑"))
                break;
            at++;
        }
        var digits = phone.Length - (phone.Length > 0 && phone[0] == '+' ? 1 : 0);
        return digits is >= FewestDigits and <= MostDigits ? new Found<string>(phone.ToString(), index, end) : null;
    }
}
