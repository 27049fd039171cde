"""What a problem is called, by its status, in English and in Russian."""

TITLES = {
    400: ("The request cannot be read", "Запрос не читается"),
    401: ("A valid key is needed", "Нужен действующий ключ"),
    403: ("The key does not allow this", "Ключ этого не позволяет"),
    404: ("There is nothing here", "Здесь ничего нет"),
    405: ("This cannot be done here", "Здесь так нельзя"),
    409: ("This makes no sense now", "Сейчас это не имеет смысла"),
    412: ("It has changed meanwhile", "Тем временем всё изменилось"),
    413: ("The body is too large", "Тело слишком велико"),
    415: ("This kind of content is not taken", "Такое содержимое не принимается"),
    422: ("Something in the request is wrong", "В запросе что-то не так"),
    428: ("A condition is missing", "Не названо условие"),
    429: ("Too many requests", "Слишком много запросов"),
    500: ("Something went wrong on our side", "Что-то случилось у нас"),
    503: ("Not possible at the moment", "Сейчас невозможно"),
}
OTHER_TITLE = ("The request failed", "Запрос не удался")
