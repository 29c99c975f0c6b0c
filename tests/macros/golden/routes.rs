routes![step, chat::leave];
